package io.sluice.processor.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All settings of one pipeline, checked. Made from a {@code pipeline.yaml} or in code. Immutable.
 *
 * @param pipeline the name: application id, consumer group, and first part of its topics' names
 * @param sources the topics it reads, at least one
 * @param publishTo where a handler's follow-up events go; empty: the first source
 * @param serde {@code sluice}, {@code confluent}, or {@code <serializer class>,<deserializer
 *     class>}
 * @param kafka settings handed to every Kafka client, with the prefixes of Kafka Streams
 * @param schemaRegistry settings of the schema registry, with Confluent's names
 * @param threads stream threads
 * @param stateDir the folder of the state stores; relative to the process's folder
 * @param shutdownGrace how long running handlers may finish when the pipeline is closed
 * @param http where health and metrics are served
 * @param topics how the pipeline makes its own topics
 * @param engine how events are run, and how many at once
 * @param ordering what holds for events of one key
 * @param bookkeeping what is remembered of events
 * @param retry the policy of handlers that have none of their own
 * @param workflows how much is kept of workflows and results
 * @param routing the {@code routing.yaml} of a router that runs inside this pipeline; empty: none
 * @param dependencies what several handlers depend on
 * @param handlers which handler runs for which type; those registered in code are not here
 */
public record PipelineConfig(
    String pipeline,
    List<String> sources,
    String publishTo,
    String serde,
    Map<String, String> kafka,
    Map<String, String> schemaRegistry,
    int threads,
    Path stateDir,
    Duration shutdownGrace,
    HttpConfig http,
    TopicsConfig topics,
    EngineConfig engine,
    OrderingConfig ordering,
    BookkeepingConfig bookkeeping,
    RetryConfig retry,
    WorkflowsConfig workflows,
    String routing,
    List<DependencyConfig> dependencies,
    List<HandlerConfig> handlers) {
  static final String DEFAULT_SERDE = "sluice";
  static final int DEFAULT_THREADS = 1;
  static final Path DEFAULT_STATE_DIR = Path.of(".sluice", "state");
  static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(30);

  /** The setting without which no Kafka client finds its broker. */
  public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

  /** The setting without which no schema is found. */
  public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";

  /** Refuses what cannot be a pipeline, every reason in one message; keeps its own copies. */
  public PipelineConfig {
    sources = List.copyOf(sources);
    kafka = Collections.unmodifiableMap(new TreeMap<>(kafka));
    schemaRegistry = Collections.unmodifiableMap(new TreeMap<>(schemaRegistry));
    handlers = List.copyOf(handlers);
    dependencies = List.copyOf(dependencies);
    publishTo = publishTo.isEmpty() && !sources.isEmpty() ? sources.get(0) : publishTo;
    new PipelineChecks()
        .topics(pipeline, sources, publishTo)
        .runtime(serde, threads, shutdownGrace)
        .guarantee(engine.guarantee(), bookkeeping.dedupe())
        .clients(kafka, schemaRegistry)
        .handlers(handlers)
        .dependencies(dependencies, handlers)
        .done();
  }

  /**
   * Reads a {@code pipeline.yaml}. {@code ${NAME}} and {@code ${NAME:-default}} in its values are
   * replaced from the environment.
   *
   * @throws ConfigException with every mistake found, and where each one is
   */
  public static PipelineConfig load(Path yaml, Map<String, String> env) {
    return new PipelineReader(yaml, env).read();
  }

  /** Settings made in code; everything but sources, broker and registry has a default. */
  public static Builder builder(String pipeline) {
    return new Builder(pipeline);
  }

  /** Leaves the values of the pass-through blocks out: passwords are among them. */
  @Override
  public String toString() {
    return "PipelineConfig[pipeline="
        + pipeline
        + ", sources="
        + sources
        + ", publishTo="
        + publishTo
        + ", kafka="
        + kafka.keySet()
        + ", schemaRegistry="
        + schemaRegistry.keySet()
        + ", http="
        + http
        + ", handlers="
        + handlers
        + "]";
  }

  /** Collects settings; {@link #build()} checks them. Not thread-safe. */
  public static final class Builder {
    private final String pipeline;
    private final List<String> sources = new ArrayList<>();
    private final Map<String, String> kafka = new HashMap<>();
    private final Map<String, String> schemaRegistry = new HashMap<>();
    private final List<HandlerConfig> handlers = new ArrayList<>();
    private String publishTo = "";
    private String serde = DEFAULT_SERDE;
    private int threads = DEFAULT_THREADS;
    private Path stateDir = DEFAULT_STATE_DIR;
    private Duration shutdownGrace = DEFAULT_SHUTDOWN_GRACE;
    private HttpConfig http = HttpConfig.defaults();
    private TopicsConfig topics = TopicsConfig.defaults();
    private EngineConfig engine = EngineConfig.defaults();
    private OrderingConfig ordering = OrderingConfig.defaults();
    private BookkeepingConfig bookkeeping = BookkeepingConfig.defaults();
    private RetryConfig retry = RetryConfig.defaults();
    private WorkflowsConfig workflows = WorkflowsConfig.defaults();
    private String routing = "";
    private final List<DependencyConfig> dependencies = new ArrayList<>();

    private Builder(String pipeline) {
      this.pipeline = pipeline;
    }

    /** Adds topics to read; at least one is needed. */
    public Builder sources(String... names) {
      sources.addAll(List.of(names));
      return this;
    }

    /** Where follow-up events go; the first source unless set. */
    public Builder publishTo(String topic) {
      publishTo = topic;
      return this;
    }

    /** The format of events; {@code sluice} unless set. */
    public Builder serde(String name) {
      serde = name;
      return this;
    }

    /** The broker's addresses; needed. */
    public Builder bootstrapServers(String addresses) {
      return kafka(Map.of(BOOTSTRAP_SERVERS, addresses));
    }

    /** Adds settings of the Kafka clients. */
    public Builder kafka(Map<String, String> settings) {
      kafka.putAll(settings);
      return this;
    }

    /** The registry's address; needed. */
    public Builder schemaRegistryUrl(String address) {
      return schemaRegistry(Map.of(SCHEMA_REGISTRY_URL, address));
    }

    /** Adds settings of the schema registry, with Confluent's names. */
    public Builder schemaRegistry(Map<String, String> settings) {
      schemaRegistry.putAll(settings);
      return this;
    }

    /** Stream threads; 1 unless set. */
    public Builder threads(int count) {
      threads = count;
      return this;
    }

    /** The folder of the state stores; {@code .sluice/state} unless set. */
    public Builder stateDir(Path folder) {
      stateDir = folder;
      return this;
    }

    /** How long running handlers may finish at the end; 30 s unless set. */
    public Builder shutdownGrace(Duration grace) {
      shutdownGrace = grace;
      return this;
    }

    /** Where health and metrics are served. */
    public Builder http(HttpConfig settings) {
      http = settings;
      return this;
    }

    /** How the pipeline makes its own topics. */
    public Builder topics(TopicsConfig settings) {
      topics = settings;
      return this;
    }

    /** How events are run: all of it at once, in place of the methods for each part. */
    public Builder engine(EngineConfig settings) {
      engine = settings;
      return this;
    }

    /** What a crash may do to an event; exactly once unless set. */
    public Builder guarantee(EngineConfig.Guarantee guarantee) {
      return engine(engine.withGuarantee(guarantee));
    }

    /** Which threads handlers run on; worker threads unless set. */
    public Builder dispatch(EngineConfig.Dispatch dispatch) {
      return engine(engine.withDispatch(dispatch));
    }

    /** Handlers running at once; 1,000 on virtual threads, else 256, unless set. */
    public Builder concurrency(int handlers) {
      return engine(engine.withConcurrency(handlers));
    }

    /** Events read and not yet settled, above which no more are read; 10,000 unless set. */
    public Builder maxInFlight(int events) {
      return engine(engine.withMaxInFlight(events));
    }

    /** Their keys and values together; 64 MiB unless set. */
    public Builder maxInFlightBytes(long bytes) {
      return engine(engine.withMaxInFlightBytes(bytes));
    }

    /** How long an attempt runs before it is told of as stuck; 1 min unless set. */
    public Builder stuckAfter(Duration time) {
      return engine(engine.withStuckAfter(time));
    }

    /** How long an attempt may run; as long as it likes unless set. */
    public Builder timeLimit(Duration limit) {
      return engine(engine.withTimeLimit(limit));
    }

    /** What holds for events of one key: all of it at once. */
    public Builder ordering(OrderingConfig settings) {
      ordering = settings;
      return this;
    }

    /** Is the order of a key kept through retries? It is unless set otherwise. */
    public Builder ordering(OrderingConfig.Mode mode) {
      return ordering(ordering.withOrdering(mode));
    }

    /** What becomes of events parked behind a dead letter; they run on unless set. */
    public Builder onDeadLetter(OrderingConfig.OnDeadLetter fate) {
      return ordering(ordering.withOnDeadLetter(fate));
    }

    /** How many events of a key may be parked; 10,000 unless set. */
    public Builder maxParkedPerKey(int events) {
      return ordering(ordering.withMaxParkedPerKey(events));
    }

    /** What becomes of the event that finds no room; it is dead-lettered unless set. */
    public Builder onParkedFull(OrderingConfig.OnParkedFull fate) {
      return ordering(ordering.withOnParkedFull(fate));
    }

    /** How duplicates are told; for 24 hours unless set. */
    public Builder dedupe(DedupeConfig settings) {
      bookkeeping = bookkeeping.withDedupe(settings);
      return this;
    }

    /** Is every outcome told on the status topic? It is unless set otherwise. */
    public Builder status(boolean told) {
      bookkeeping = bookkeeping.withStatus(told);
      return this;
    }

    /** How much of an error's stack trace is kept, 0 for none; 2,048 bytes unless set. */
    public Builder stackTraceBytes(long bytes) {
      bookkeeping = bookkeeping.withStackTraceBytes(bytes);
      return this;
    }

    /** The policy of handlers that have none of their own. */
    public Builder retry(RetryConfig policy) {
      retry = policy;
      return this;
    }

    /** How much is kept of workflows and results. */
    public Builder workflows(WorkflowsConfig settings) {
      workflows = settings;
      return this;
    }

    /** The {@code routing.yaml} of a router that runs inside this pipeline; none unless set. */
    public Builder routing(String file) {
      routing = file;
      return this;
    }

    /** Adds something that several handlers depend on. */
    public Builder dependency(DependencyConfig dependency) {
      dependencies.add(dependency);
      return this;
    }

    /** Adds a handler found by name; those made in code go into the handler registry instead. */
    public Builder handler(HandlerConfig handler) {
      handlers.add(handler);
      return this;
    }

    /**
     * The settings, checked.
     *
     * @throws IllegalArgumentException with everything that is wrong or missing, one a line
     */
    public PipelineConfig build() {
      return new PipelineConfig(
          pipeline,
          sources,
          publishTo,
          serde,
          kafka,
          schemaRegistry,
          threads,
          stateDir,
          shutdownGrace,
          http,
          topics,
          engine,
          ordering,
          bookkeeping,
          retry,
          workflows,
          routing,
          dependencies,
          handlers);
    }
  }
}
