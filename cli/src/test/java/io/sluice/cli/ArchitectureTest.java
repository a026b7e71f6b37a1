package io.sluice.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, and the habits that a machine can hold. */
final class ArchitectureTest {
  private static final int MOST_PARAMETERS = 5;
  private static final String GENERATED = "io.sluice.schema.avro..";

  /** In the schema's package and yet no values. */
  private static final Set<String> NO_VALUES =
      Set.of(
          // Kafka makes it and calls configure() afterwards.
          "io.sluice.schema.SluiceAvroSerializer",
          "io.sluice.schema.SluiceAvroDeserializer",
          // Written only while an immutable draft is copied.
          "io.sluice.schema.EventDraft$Options",
          // One thread's reusable buffers.
          "io.sluice.schema.WireFormat$Scratch",
          // Which of several addresses answered last.
          "io.sluice.schema.RegistryClient",
          // A test switches it off and on.
          "io.sluice.schema.InMemorySchemaRegistry");

  private static JavaClasses all;
  private static JavaClasses written;

  @BeforeAll
  static void importClasses() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.sluice");
    written = all.that(DescribedPredicate.not(resideInAPackage(GENERATED)));
  }

  @Test
  void modules_pointOneWay() {
    check(
        all,
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("schema")
            .definedBy("io.sluice.schema..")
            .layer("local")
            .definedBy("io.sluice.local..")
            .layer("producer")
            .definedBy("io.sluice.producer..")
            .layer("processor")
            .definedBy("io.sluice.processor..")
            .layer("testkit")
            .definedBy("io.sluice.testkit..")
            .layer("replay")
            .definedBy("io.sluice.replay..")
            .layer("examples")
            .definedBy("io.sluice.examples..")
            .layer("cli")
            .definedBy("io.sluice.cli..")
            .whereLayer("schema")
            .mayNotAccessAnyLayer()
            .whereLayer("local")
            .mayNotAccessAnyLayer()
            .whereLayer("producer")
            .mayOnlyAccessLayers("schema")
            .whereLayer("processor")
            .mayOnlyAccessLayers("schema")
            .whereLayer("testkit")
            .mayOnlyAccessLayers("schema", "processor")
            .whereLayer("replay")
            .mayOnlyAccessLayers("schema")
            .whereLayer("examples")
            .mayOnlyAccessLayers("schema", "producer", "processor")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer());
  }

  @Test
  void processor_pointsDown() {
    check(
        all,
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("door")
            .definedBy("io.sluice.processor")
            .layer("config")
            .definedBy("io.sluice.processor.config..")
            .layer("http")
            .definedBy("io.sluice.processor.http..")
            .layer("topics")
            .definedBy("io.sluice.processor.topics..")
            .layer("topology")
            .definedBy("io.sluice.processor.topology..")
            .layer("dispatch")
            .definedBy("io.sluice.processor.dispatch..")
            .layer("kafka")
            .definedBy("io.sluice.processor.kafka..")
            .layer("parked")
            .definedBy("io.sluice.processor.parked..")
            .layer("policy")
            .definedBy("io.sluice.processor.policy..")
            .layer("metrics")
            .definedBy("io.sluice.processor.metrics..")
            .layer("handler")
            .definedBy("io.sluice.processor.handler..")
            .layer("control")
            .definedBy("io.sluice.processor.control..")
            .layer("live")
            .definedBy("io.sluice.processor.live..")
            .layer("guard")
            .definedBy("io.sluice.processor.guard..")
            .layer("workflow")
            .definedBy("io.sluice.processor.workflow..")
            .layer("routing")
            .definedBy("io.sluice.processor.routing..")
            .layer("held")
            .definedBy("io.sluice.processor.held..")
            .whereLayer("control")
            .mayNotAccessAnyLayer()
            .whereLayer("live")
            .mayOnlyAccessLayers("control", "config")
            .whereLayer("guard")
            .mayOnlyAccessLayers("control", "dispatch", "handler", "policy", "metrics")
            .whereLayer("workflow")
            .mayNotAccessAnyLayer()
            .whereLayer("routing")
            .mayNotAccessAnyLayer()
            .whereLayer("held")
            .mayNotAccessAnyLayer()
            .whereLayer("door")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("config")
            .mayOnlyAccessLayers("routing")
            .whereLayer("http")
            .mayNotAccessAnyLayer()
            .whereLayer("topics")
            .mayOnlyAccessLayers("config")
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("door")
            .whereLayer("topology")
            .mayOnlyAccessLayers(
                "dispatch",
                "kafka",
                "parked",
                "held",
                "workflow",
                "routing",
                "control",
                "policy",
                "metrics",
                "handler")
            .whereLayer("dispatch")
            .mayOnlyAccessLayers("handler")
            .whereLayer("kafka")
            .mayNotAccessAnyLayer()
            .whereLayer("parked")
            .mayNotAccessAnyLayer()
            .whereLayer("policy")
            .mayNotAccessAnyLayer()
            .whereLayer("metrics")
            .mayNotAccessAnyLayer()
            .whereLayer("handler")
            .mayNotAccessAnyLayer());
  }

  @Test
  void packages_haveNoCycles() {
    // Generated records and what reads them are one thing: the schema's package and its .avro.
    check(written, slices().matching("io.sluice.(**)").should().beFreeOfCycles());
  }

  @Test
  void policy_isPure() {
    check(
        classes()
            .that()
            .resideInAPackage("io.sluice.processor.policy..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "io.sluice.processor.policy..",
                "java.lang..",
                "java.time..",
                "java.util",
                "java.util.function..",
                // Chance is handed in as a RandomGenerator.
                "java.util.random",
                "org.jspecify.."));
  }

  @Test
  void dispatch_knowsNoKafka() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.sluice.processor.dispatch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.sluice.processor.topology.."));
  }

  @Test
  void onlyTopology_touchesTheProcessorApi() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "io.sluice.processor.topology..", "io.sluice.processor.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.apache.kafka.streams.processor.api..", "org.apache.kafka.streams.state.."));
  }

  /** A new version of Kafka may change these without a word: one place to look. */
  @Test
  void onlyOnePackage_holdsOnToKafkasInside() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.sluice.processor.kafka..")
            .should()
            .dependOnClassesThat(
                describe(
                    "are inside Kafka Streams",
                    (JavaClass it) ->
                        it.getPackageName().startsWith("org.apache.kafka.streams")
                            && it.getPackageName().contains(".internals")
                            // What stores with a commit hook inherit.
                            && !it.getSimpleName().equals("WrappedStateStore"))));
  }

  @Test
  void topology_hasOneDoor() {
    check(
        classes()
            .that()
            .resideInAPackage("io.sluice.processor.topology..")
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveSimpleName("PipelineTopology")
            .and()
            .doNotHaveSimpleName("RouterTopology")
            // Kafka makes it by its class name.
            .and()
            .doNotHaveSimpleName("BoundedRocksMemory")
            .should()
            .notBePublic());
  }

  @Test
  void stages_doNotKnowEachOther() {
    check(
        noClasses()
            .that()
            .implement(Processor.class)
            .should()
            .dependOnClassesThat(
                describe(
                    "are other stages",
                    (JavaClass it) -> it.isAssignableTo(Processor.class) && !it.isInterface())));
  }

  @Test
  void onlyMetrics_knowsMicrometer() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "io.sluice.processor.metrics..",
                "io.sluice.processor",
                "io.sluice.producer..",
                "io.sluice.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer.."));
  }

  @Test
  void time_isHandedIn() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.sluice.processor.topology..",
                "io.sluice.processor.policy..",
                "io.sluice.processor.dispatch..",
                "io.sluice.replay..",
                "io.sluice.cli.demo..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class));
  }

  @Test
  void values_areImmutable() {
    check(
        fields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("io.sluice.processor.policy..", "io.sluice.schema..")
            .and()
            .areDeclaredInClassesThat(describe("are values", it -> !isNoValue(it)))
            .should()
            .beFinal());
  }

  private static boolean isNoValue(JavaClass type) {
    return NO_VALUES.contains(type.getName());
  }

  @Test
  void statics_areFinal() {
    check(fields().that().areNotFinal().should().notBeStatic());
  }

  @Test
  void names_sayWhatAClassDoes() {
    check(
        noClasses()
            .should()
            .haveNameMatching(
                ".*\\.(Abstract\\w*|Base[A-Z]\\w*|\\w*(Utils?|Helper|Manager|Impl|Common))"));
  }

  @Test
  void classes_areFinal() {
    check(
        classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotAnnotations()
            .and()
            .areNotEnums()
            .and()
            .areNotAnonymousClasses()
            .and()
            .doNotHaveModifier(JavaModifier.ABSTRACT)
            // The body of an enum's constant is a class that cannot say final.
            .and(describe("are no constants", (JavaClass it) -> !it.isAssignableTo(Enum.class)))
            .should()
            .haveModifier(JavaModifier.FINAL));
  }

  @Test
  void constructors_areShort() {
    check(
        constructors()
            .that()
            .areDeclaredInClassesThat(
                describe(
                    "are neither records nor enums",
                    (JavaClass it) -> !it.isRecord() && !it.isAssignableTo(Enum.class)))
            .should(takeFewParameters()));
  }

  private static ArchCondition<JavaConstructor> takeFewParameters() {
    return new ArchCondition<>("take at most " + MOST_PARAMETERS + " parameters") {
      @Override
      public void check(JavaConstructor constructor, ConditionEvents events) {
        int parameters = constructor.getRawParameterTypes().size();
        if (parameters > MOST_PARAMETERS) {
          events.add(
              SimpleConditionEvent.violated(
                  constructor, constructor.getFullName() + " takes " + parameters));
        }
      }
    };
  }

  @Test
  void exceptions_haveNames() {
    check(GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
  }

  @Test
  void standardStreams_areTheCommandLines() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.cli..")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
  }

  private static void check(ArchRule rule) {
    check(written, rule);
  }

  private static void check(JavaClasses classes, ArchRule rule) {
    rule.check(classes);
  }
}
