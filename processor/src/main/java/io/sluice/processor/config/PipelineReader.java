package io.sluice.processor.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
          "guarantee",
          "dispatch",
          "concurrency",
          "max_in_flight",
          "max_in_flight_bytes",
          "time_limit",
          "stuck_after",
          "ordering",
          "on_dead_letter",
          "max_parked_per_key",
          "on_parked_full",
          "http",
          "topics",
          "dedupe",
          "status",
          "retry",
          "workflows",
          "routing",
          "dependencies",
          "handlers");
  private static final String STACK_TRACE_BYTES = "stack_trace_bytes";
  static final List<String> HTTP = List.of("host", "port");
  private static final List<String> TOPICS =
      List.of("replication_factor", "dead_letter_retention", "status_retention");
  private static final List<String> DEDUPE = List.of("enabled", "window");
  private static final List<String> STATUS = List.of("enabled");
  private static final List<String> RETRY =
      List.of(
          "max_attempts",
          "backoff",
          "timeout",
          "retry_on",
          "dead_letter_on",
          "discard_on",
          STACK_TRACE_BYTES);
  private static final List<String> HANDLER =
      List.of(
          "handler",
          "config",
          "retry",
          "concurrency",
          "time_limit",
          "rate_limit",
          "rate_limit_per_key",
          "circuit_breaker",
          "dependency",
          "pause_on_alike_failures");
  private static final List<String> WORKFLOWS =
      List.of("max_result_bytes", "max_results_bytes", "retention", "partitions");

  private static final Words<EngineConfig.Guarantee> GUARANTEES =
      Words.underscored(EngineConfig.Guarantee.class);
  private static final Words<EngineConfig.Dispatch> DISPATCHES =
      Words.dashed(EngineConfig.Dispatch.class);
  private static final Words<OrderingConfig.Mode> ORDERINGS =
      Words.dashed(OrderingConfig.Mode.class);
  private static final Words<OrderingConfig.OnDeadLetter> ON_DEAD_LETTER =
      Words.dashed(OrderingConfig.OnDeadLetter.class);
  private static final Words<OrderingConfig.OnParkedFull> ON_PARKED_FULL =
      Words.dashed(OrderingConfig.OnParkedFull.class);

  private final Path file;
  private final NodeReader reader;

  PipelineReader(Path file, Map<String, String> env) {
    this.file = file;
    this.reader = new NodeReader(new EnvironmentText(env), new Mistakes(file.toString()));
  }

  PipelineConfig read() {
    Section root = Section.root(reader, new YamlFile(file).read(), PIPELINE);
    Optional<PipelineConfig> config = root.made(() -> pipeline(root));
    reader.mistakes().throwIfAny();
    return config.orElseThrow();
  }

  private PipelineConfig pipeline(Section root) {
    Section ofRetry = root.section("retry", RETRY);
    RetryConfig retry = retry(ofRetry, RetryConfig.defaults());
    EngineConfig engine = engine(root);
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
        engine,
        ordering(root),
        bookkeeping(root, ofRetry),
        retry,
        workflows(root.section("workflows", WORKFLOWS)),
        routing(root),
        new GuardReader(root).dependencies(root.open("dependencies")),
        handlers(root.open("handlers"), new Inherited(retry, HandlerLimits.of(engine))));
  }

  /** A file beside this one, wherever the process was started. */
  private String routing(Section root) {
    String written = root.text("routing", "");
    if (written.isEmpty()) {
      return "";
    }
    Path beside = file.resolveSibling(written);
    if (Files.notExists(beside)) {
      root.refuse("routing", "no such file " + beside + "; correct the name, or make it");
    }
    return beside.toString();
  }

  private EngineConfig engine(Section root) {
    EngineConfig defaults = EngineConfig.defaults();
    return root.made(
            () ->
                new EngineConfig(
                    root.choice("guarantee", GUARANTEES, defaults.guarantee()),
                    root.choice("dispatch", DISPATCHES, defaults.dispatch()),
                    root.integer("concurrency", defaults.concurrency()),
                    root.integer("max_in_flight", defaults.maxInFlight()),
                    root.size("max_in_flight_bytes", defaults.maxInFlightBytes()),
                    root.durationOrNone("time_limit", defaults.timeLimit()),
                    root.duration("stuck_after", defaults.stuckAfter())))
        .orElse(defaults);
  }

  private OrderingConfig ordering(Section root) {
    OrderingConfig defaults = OrderingConfig.defaults();
    return root.made(
            () ->
                new OrderingConfig(
                    root.choice("ordering", ORDERINGS, defaults.ordering()),
                    root.choice("on_dead_letter", ON_DEAD_LETTER, defaults.onDeadLetter()),
                    root.integer("max_parked_per_key", defaults.maxParkedPerKey()),
                    root.choice("on_parked_full", ON_PARKED_FULL, defaults.onParkedFull())))
        .orElse(defaults);
  }

  private BookkeepingConfig bookkeeping(Section root, Section retry) {
    BookkeepingConfig defaults = BookkeepingConfig.defaults();
    DedupeConfig dedupe = dedupe(root.section("dedupe", DEDUPE));
    Section status = root.section("status", STATUS);
    return root.made(
            () ->
                new BookkeepingConfig(
                    dedupe,
                    status.bool("enabled", defaults.status()),
                    retry.size(STACK_TRACE_BYTES, defaults.stackTraceBytes())))
        .orElse(defaults);
  }

  static HttpConfig http(Section section) {
    HttpConfig defaults = HttpConfig.defaults();
    return section
        .made(
            () ->
                new HttpConfig(
                    section.text("host", defaults.host()),
                    section.integer("port", defaults.port())))
        .orElse(defaults);
  }

  static TopicsConfig topics(Section section) {
    TopicsConfig defaults = TopicsConfig.defaults();
    return section
        .made(
            () ->
                new TopicsConfig(
                    section.smallInteger("replication_factor", defaults.replicationFactor()),
                    section.duration("dead_letter_retention", defaults.deadLetterRetention()),
                    section.duration("status_retention", defaults.statusRetention())))
        .orElse(defaults);
  }

  private DedupeConfig dedupe(Section section) {
    DedupeConfig defaults = DedupeConfig.defaults();
    return section
        .made(
            () ->
                new DedupeConfig(
                    section.bool("enabled", defaults.enabled()),
                    section.duration("window", defaults.window())))
        .orElse(defaults);
  }

  /** What a policy does not say it has from the one before it. */
  private RetryConfig retry(Section section, RetryConfig before) {
    BackoffConfig backoff =
        new BackoffReader(section.section("backoff", BackoffReader.KEYS), before.backoff()).read();
    return section
        .made(
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

  /** What a handler has from its pipeline where it says nothing. */
  private record Inherited(RetryConfig retry, HandlerLimits limits) {}

  private List<HandlerConfig> handlers(Section section, Inherited before) {
    List<HandlerConfig> handlers = new ArrayList<>();
    for (String type : section.keys()) {
      handler(section.section(type, HANDLER), type, before).ifPresent(handlers::add);
    }
    return handlers;
  }

  private Optional<HandlerConfig> handler(Section section, String type, Inherited before) {
    Section ofRetry = section.section("retry", RETRY);
    if (ofRetry.has(STACK_TRACE_BYTES)) {
      ofRetry.refuse(
          STACK_TRACE_BYTES, "is one for the whole pipeline; set retry.stack_trace_bytes");
    }
    return section.made(
        () ->
            new HandlerConfig(
                type,
                section.text("handler", ""),
                section.open("config").plainValues(),
                retry(ofRetry, before.retry()),
                limits(section, before.limits()),
                new GuardReader(section).guards(),
                section.place()));
  }

  private WorkflowsConfig workflows(Section section) {
    WorkflowsConfig defaults = WorkflowsConfig.defaults();
    return section
        .made(
            () ->
                new WorkflowsConfig(
                    (int) section.size("max_result_bytes", defaults.maxResultBytes()),
                    (int) section.size("max_results_bytes", defaults.maxResultsBytes()),
                    section.duration("retention", defaults.retention()),
                    section.integer("partitions", defaults.partitions())))
        .orElse(defaults);
  }

  private HandlerLimits limits(Section section, HandlerLimits before) {
    return section
        .made(
            () ->
                new HandlerLimits(
                    section.integer("concurrency", before.concurrency()),
                    section.durationOrNone("time_limit", before.timeLimit())))
        .orElse(before);
  }
}
