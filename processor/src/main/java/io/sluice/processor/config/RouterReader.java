package io.sluice.processor.config;

import io.sluice.schema.TopicNames;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a whole {@code routing.yaml}: which keys there are, and which record each one fills. */
final class RouterReader {
  private static final String ROUTER = "router";
  private static final String SOURCES = "sources";
  private static final List<String> KEYS =
      List.of(
          ROUTER,
          SOURCES,
          "entry",
          "exchanges",
          "bindings",
          "serde",
          "kafka",
          "schema_registry",
          "threads",
          "state_dir",
          "shutdown_grace",
          "http",
          "topics");
  private static final List<String> TOPICS = List.of("replication_factor", "dead_letter_retention");
  private static final String NEEDED = "router, sources, entry, exchanges and bindings";

  private final Path file;
  private final NodeReader reader;

  RouterReader(Path file, Map<String, String> env) {
    this.file = file;
    this.reader = new NodeReader(new EnvironmentText(env), new Mistakes(file.toString()));
  }

  /** Whether a file is the one of a pipeline, by its name in it. */
  static boolean isPipeline(Path file) {
    return names(file, "pipeline");
  }

  /** Whether a file is the one of a router that runs alone, by its name in it. */
  static boolean isRouter(Path file) {
    return names(file, ROUTER);
  }

  private static boolean names(Path file, String what) {
    MappingNode root = new YamlFile(file, NEEDED).read();
    return root.getValue().stream()
        .anyMatch(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(what));
  }

  /** The file of a router that runs alone. */
  RouterConfig router() {
    Section root = root();
    Set<String> sources = sources(root);
    Optional<PipelineConfig> settings = root.made(() -> settings(root, sources));
    Set<String> own = settings.map(it -> ownTopics(it.pipeline())).orElse(Set.of());
    RoutingReader.Draft draft = new RoutingReader(root, sources, own).read();
    reader.mistakes().throwIfAny();
    return new RouterConfig(settings.orElseThrow(), draft.made());
  }

  /** Only what it says of routing; the rest need not be there. */
  RoutingConfig routing() {
    Section root = root();
    RoutingReader.Draft draft = new RoutingReader(root, sources(root), Set.of()).read();
    reader.mistakes().throwIfAny();
    return draft.made();
  }

  /** As {@link #routing}, of a router that shares a pipeline's threads and topics. */
  RoutingConfig routingInside(PipelineConfig pipeline) {
    Section root = root();
    Set<String> sources = sources(root);
    for (String source : sources) {
      refuseInside(root, source, pipeline);
    }
    Set<String> own = ownTopics(pipeline.pipeline());
    RoutingReader.Draft draft = new RoutingReader(root, sources, own).read();
    reader.mistakes().throwIfAny();
    return draft.made();
  }

  private static void refuseInside(Section root, String source, PipelineConfig pipeline) {
    if (pipeline.sources().contains(source)) {
      root.refuse(
          SOURCES,
          source
              + " is a source of pipeline "
              + pipeline.pipeline()
              + " too: each of its events would be routed and handled; let the router read a topic"
              + " of its own, and lead bindings to "
              + source);
    }
    if (ownTopics(pipeline.pipeline()).contains(source)) {
      root.refuse(SOURCES, source + " is a topic that the pipeline keeps for itself");
    }
  }

  private static Set<String> ownTopics(String pipeline) {
    TopicNames own = new TopicNames(pipeline);
    return Set.of(
        own.retry(),
        own.dlq(),
        own.parking(),
        own.status(),
        own.audit(),
        own.workflow(),
        own.control(),
        own.instances());
  }

  private Section root() {
    return Section.root(reader, new YamlFile(file, NEEDED).read(), KEYS);
  }

  private static Set<String> sources(Section root) {
    List<String> sources = root.texts(SOURCES, List.of());
    if (sources.isEmpty()) {
      root.refuse(SOURCES, "is missing; name at least one topic to read events from");
    }
    Set<String> once = new LinkedHashSet<>();
    for (String source : sources) {
      if (!once.add(source)) {
        root.refuse(SOURCES, "names " + source + " twice");
      }
      if (!PipelineChecks.isTopic(source)) {
        root.refuse(SOURCES, PipelineChecks.noTopic(source));
      }
    }
    once.removeIf(source -> !PipelineChecks.isTopic(source));
    return once;
  }

  /** What is wrong with name and sources has been told in a router's words. */
  private PipelineConfig settings(Section root, Set<String> sources) {
    PipelineConfig.Builder settings = PipelineConfig.builder(name(root));
    settings.sources(sources.isEmpty() ? new String[] {"none"} : sources.toArray(new String[0]));
    settings
        .serde(root.text("serde", PipelineConfig.DEFAULT_SERDE))
        .kafka(root.open("kafka").passThrough())
        .schemaRegistry(root.open("schema_registry").passThrough())
        .threads(root.integer("threads", PipelineConfig.DEFAULT_THREADS))
        .stateDir(root.path("state_dir", PipelineConfig.DEFAULT_STATE_DIR))
        .shutdownGrace(root.duration("shutdown_grace", PipelineConfig.DEFAULT_SHUTDOWN_GRACE))
        .http(PipelineReader.http(root.section("http", PipelineReader.HTTP)))
        .topics(PipelineReader.topics(root.section("topics", TOPICS)));
    return settings.build();
  }

  private static String name(Section root) {
    String name = root.text(ROUTER, "");
    if (PipelineChecks.isName(name)) {
      return name;
    }
    root.refuse(
        ROUTER,
        name.isEmpty()
            ? "is missing; give the router a name, such as shop-router"
            : PipelineChecks.noName(name));
    return ROUTER;
  }
}
