package io.sluice.processor.config;

import io.sluice.schema.TopicNames;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a pipeline's settings must fulfil beyond what each record asks of its own values. */
final class PipelineChecks {
  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
  private static final Pattern SERDE =
      Pattern.compile("sluice|confluent|[\\w.$]+\\s*,\\s*[\\w.$]+");

  /** Kafka allows 249 characters, of which Kafka Streams takes a store's name and -changelog. */
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,180}");

  private static final Map<String, String> EXAMPLES =
      Map.of(
          PipelineConfig.BOOTSTRAP_SERVERS,
          "127.0.0.1:9092",
          PipelineConfig.SCHEMA_REGISTRY_URL,
          "http://127.0.0.1:8081/apis/ccompat/v7");

  private static final String DEDUPE_NEEDS_ONE_TRANSACTION =
      "at_least_once cannot go with dedupe, which would lose events: after a crash an id may be"
          + " remembered while the offset is not, so that the event is read again and dropped as"
          + " a duplicate; set dedupe: {enabled: false}, or guarantee: exactly_once";

  private final Checks checks = new Checks();

  /** Whether a pipeline may have that name. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** What is told of a name that is none. */
  static String noName(String name) {
    return "expected up to 180 letters, digits, '.', '_' and '-', found \"" + name + "\"";
  }

  /** Whether a topic may have that name. */
  static boolean isTopic(String name) {
    return TOPIC.matcher(name).matches();
  }

  /** What is told of a topic's name that is none. */
  static String noTopic(String name) {
    return "expected a topic's name (letters, digits, '.', '_' and '-'), found \"" + name + "\"";
  }

  PipelineChecks topics(String pipeline, List<String> sources, String publishTo) {
    checks
        .require(
            isName(pipeline),
            "pipeline",
            pipeline.isEmpty()
                ? "is missing; give the pipeline a name, such as shop"
                : noName(pipeline))
        .require(
            !sources.isEmpty(),
            "sources",
            "is missing; name at least one topic to read events from");
    Set<String> seen = new HashSet<>();
    for (String source : sources) {
      checks.require(seen.add(source), "sources", "names " + source + " twice");
      topic(pipeline, source, "sources");
    }
    if (!publishTo.isEmpty() && !sources.contains(publishTo)) {
      topic(pipeline, publishTo, "publish_to");
    }
    return this;
  }

  private void topic(String pipeline, String topic, String key) {
    checks.require(isTopic(topic), key, noTopic(topic));
    if (isName(pipeline)) {
      TopicNames own = new TopicNames(pipeline);
      checks.require(
          !List.of(
                  own.retry(),
                  own.dlq(),
                  own.status(),
                  own.workflow(),
                  own.control(),
                  own.instances())
              .contains(topic),
          key,
          topic + " is a topic that the pipeline keeps for itself");
    }
  }

  PipelineChecks runtime(String serde, int threads, Duration shutdownGrace) {
    checks
        .require(
            SERDE.matcher(serde).matches(),
            "serde",
            "expected sluice, confluent or \"<serializer class>,<deserializer class>\", found \""
                + serde
                + "\""
                + Nearest.hint(serde, List.of("sluice", "confluent")))
        .atLeast(threads, 1, "threads")
        .notNegative(shutdownGrace, "shutdown_grace");
    return this;
  }

  PipelineChecks guarantee(EngineConfig.Guarantee guarantee, DedupeConfig dedupe) {
    checks.require(
        guarantee == EngineConfig.Guarantee.EXACTLY_ONCE || !dedupe.enabled(),
        "guarantee",
        DEDUPE_NEEDS_ONE_TRANSACTION);
    return this;
  }

  PipelineChecks clients(Map<String, String> kafka, Map<String, String> schemaRegistry) {
    block("kafka", PipelineConfig.BOOTSTRAP_SERVERS, kafka, OwnedKeys::kafka);
    block(
        "schema_registry",
        PipelineConfig.SCHEMA_REGISTRY_URL,
        schemaRegistry,
        OwnedKeys::schemaRegistry);
    return this;
  }

  private void block(
      String name,
      String needed,
      Map<String, String> values,
      Function<String, @Nullable String> refusal) {
    String misspelt =
        values.keySet().stream()
            .filter(key -> !key.equals(needed) && Nearest.to(key, List.of(needed)).isPresent())
            .findFirst()
            .map(key -> "; found " + key + " instead")
            .orElse("");
    checks.require(
        !values.getOrDefault(needed, "").isBlank(),
        List.of(name, needed),
        "is missing; give an address such as " + EXAMPLES.get(needed) + misspelt);
    for (String key : values.keySet()) {
      String refused = refusal.apply(key);
      checks.require(refused == null, List.of(name, key), String.valueOf(refused));
    }
  }

  PipelineChecks handlers(List<HandlerConfig> handlers) {
    Set<String> types = new HashSet<>();
    for (HandlerConfig handler : handlers) {
      checks.require(
          types.add(handler.type()), List.of("handlers", handler.type()), "has two handlers");
    }
    return this;
  }

  /** A misspelt dependency would silently guard nothing. */
  PipelineChecks dependencies(List<DependencyConfig> dependencies, List<HandlerConfig> handlers) {
    List<String> names = dependencies.stream().map(DependencyConfig::name).toList();
    for (HandlerConfig handler : handlers) {
      String wanted = handler.guards().dependency();
      checks.require(
          wanted == null || names.contains(wanted),
          List.of("handlers", handler.type(), "dependency"),
          "no dependency "
              + wanted
              + Nearest.hint(String.valueOf(wanted), names)
              + "; add it under dependencies:");
      checks.require(
          !names.contains(handler.type()),
          List.of("dependencies", handler.type()),
          "is the name of a handler too; a breaker is known by its name, so choose another");
    }
    return this;
  }

  void done() {
    checks.done();
  }
}
