package io.sluice.processor.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a whole {@code pipeline.yaml}: which keys there are, and which record each one fills. */
final class PipelineReader {
  private static final List<String> PIPELINE =
      List.of(
          "pipeline",
          "sources",
          "publish_to",
          "serde",
          "kafka",
          "schema_registry",
          "threads",
          "state_dir",
          "shutdown_grace",
          "http",
          "topics",
          "dedupe",
          "retry",
          "handlers");
  private static final List<String> HTTP = List.of("host", "port");
  private static final List<String> TOPICS =
      List.of("replication_factor", "dead_letter_retention", "status_retention");
  private static final List<String> DEDUPE = List.of("window");
  private static final List<String> RETRY =
      List.of("max_attempts", "backoff", "timeout", "retry_on", "dead_letter_on", "discard_on");
  private static final List<String> BACKOFF = List.of("delay", "multiplier", "max_delay", "jitter");
  private static final List<String> HANDLER = List.of("handler", "config", "retry");

  private final Path file;
  private final NodeReader reader;

  PipelineReader(Path file, Map<String, String> env) {
    this.file = file;
    this.reader = new NodeReader(new EnvironmentText(env), new Mistakes(file.toString()));
  }

  PipelineConfig read() {
    Section root = Section.root(reader, new YamlFile(file).read(), PIPELINE);
    Optional<PipelineConfig> config = made(root, () -> pipeline(root));
    reader.mistakes().throwIfAny();
    return config.orElseThrow();
  }

  private PipelineConfig pipeline(Section root) {
    RetryConfig retry = retry(root.section("retry", RETRY), RetryConfig.defaults());
    return new PipelineConfig(
        root.text("pipeline", ""),
        root.texts("sources", List.of()),
        root.text("publish_to", ""),
        root.text("serde", PipelineConfig.DEFAULT_SERDE),
        root.open("kafka").passThrough(),
        root.open("schema_registry").passThrough(),
        root.integer("threads", PipelineConfig.DEFAULT_THREADS),
        root.path("state_dir", PipelineConfig.DEFAULT_STATE_DIR),
        root.duration("shutdown_grace", PipelineConfig.DEFAULT_SHUTDOWN_GRACE),
        http(root.section("http", HTTP)),
        topics(root.section("topics", TOPICS)),
        dedupe(root.section("dedupe", DEDUPE)),
        retry,
        handlers(root.open("handlers"), retry));
  }

  private HttpConfig http(Section section) {
    HttpConfig defaults = HttpConfig.defaults();
    return made(
            section,
            () ->
                new HttpConfig(
                    section.text("host", defaults.host()),
                    section.integer("port", defaults.port())))
        .orElse(defaults);
  }

  private TopicsConfig topics(Section section) {
    TopicsConfig defaults = TopicsConfig.defaults();
    return made(
            section,
            () ->
                new TopicsConfig(
                    section.smallInteger("replication_factor", defaults.replicationFactor()),
                    section.duration("dead_letter_retention", defaults.deadLetterRetention()),
                    section.duration("status_retention", defaults.statusRetention())))
        .orElse(defaults);
  }

  private DedupeConfig dedupe(Section section) {
    DedupeConfig defaults = DedupeConfig.defaults();
    return made(section, () -> new DedupeConfig(section.duration("window", defaults.window())))
        .orElse(defaults);
  }

  /** What a policy does not say it has from the one before it. */
  private RetryConfig retry(Section section, RetryConfig before) {
    BackoffConfig backoff = backoff(section.section("backoff", BACKOFF), before.backoff());
    return made(
            section,
            () ->
                new RetryConfig(
                    section.integer("max_attempts", before.maxAttempts()),
                    backoff,
                    section.durationOrNone("timeout", before.timeout()),
                    section.texts("retry_on", before.retryOn()),
                    section.texts("dead_letter_on", before.deadLetterOn()),
                    section.texts("discard_on", before.discardOn())))
        .orElse(before);
  }

  private BackoffConfig backoff(Section section, BackoffConfig before) {
    return made(
            section,
            () ->
                new BackoffConfig(
                    section.duration("delay", before.delay()),
                    section.decimal("multiplier", before.multiplier()),
                    section.duration("max_delay", before.maxDelay()),
                    section.decimal("jitter", before.jitter())))
        .orElse(before);
  }

  private List<HandlerConfig> handlers(Section section, RetryConfig before) {
    List<HandlerConfig> handlers = new ArrayList<>();
    for (String type : section.keys()) {
      handler(section.section(type, HANDLER), type, before).ifPresent(handlers::add);
    }
    return handlers;
  }

  private Optional<HandlerConfig> handler(Section section, String type, RetryConfig before) {
    return made(
        section,
        () ->
            new HandlerConfig(
                type,
                section.text("handler", ""),
                section.open("config").plainValues(),
                retry(section.section("retry", RETRY), before),
                section.place()));
  }

  /** Makes a settings record; what it refuses is noted where it stands in the file. */
  private static <T> Optional<T> made(Section section, Supplier<T> make) {
    try {
      return Optional.of(make.get());
    } catch (InvalidSettings e) {
      section.refuse(e.problems());
      return Optional.empty();
    }
  }
}
