package io.sluice.testkit;

import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RoutingConfig;
import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.ResultHandler;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EncodedWorkflow;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.RateLimit;
import io.sluice.schema.TopicNames;
import io.sluice.schema.Upcaster;
import io.sluice.schema.Upcasters;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs a whole pipeline in memory, handlers on the calling thread, with a clock that only the test
 * moves. What is due falls due at its very time while the clock is moved. Not thread-safe.
 *
 * <pre>{@code
 * try (SluiceTestDriver driver =
 *     SluiceTestDriver.builder(config).on("order.placed", JsonNode.class, handler).start()) {
 *   driver.publish(EventDraft.of("order.placed", order).id("o-1"));
 *   driver.advance(Duration.ofDays(2));
 *   driver.assertThat("o-1").succeeded().afterAttempts(3);
 * }
 * }</pre>
 *
 * Every assertion that fails shows all that has happened to the event.
 */
public final class SluiceTestDriver implements AutoCloseable {
  /** When every test begins, unless told otherwise. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Far more than any policy asks for, and soon over: an event that never settles ends here. */
  private static final int MOST_MOVES = 100_000;

  private final PipelineConfig config;
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventCodec codec;
  private final VirtualPipeline pipeline;
  private final Outputs outputs;
  private final List<String> sources;
  private final Set<String> publishedIds = new LinkedHashSet<>();

  private SluiceTestDriver(Builder plan, HandlerRegistry handlers) {
    this.config = plan.config;
    this.codec = EventCodec.create(config.schemaRegistry(), registry, Upcasters.of(plan.upcasters));
    this.pipeline = new VirtualPipeline(config, handlers, codec, plan.start, plan.seed);
    this.sources = new ArrayList<>(config.sources());
    RoutingConfig.inside(config, System.getenv()).ifPresent(it -> sources.addAll(it.sources()));
    this.outputs = new Outputs(pipeline, names(), codec);
  }

  /** A pipeline as configured, at {@link #START}; broker and registry addresses are not used. */
  public static SluiceTestDriver of(PipelineConfig config, HandlerRegistry handlers) {
    return new SluiceTestDriver(new Builder(config), handlers);
  }

  /** Starts from a configuration, its handlers to be given one by one. */
  public static Builder builder(PipelineConfig config) {
    return new Builder(config);
  }

  /**
   * Settings of a pipeline that needs no servers: name, sources and policies are left to the
   * caller, who ends with {@code build()}.
   */
  public static PipelineConfig.Builder config(String pipeline) {
    return PipelineConfig.builder(pipeline)
        .bootstrapServers("none:9092")
        .schemaRegistryUrl("mock://" + pipeline);
  }

  /**
   * Publishes to the first source, now; the event and all that follows at once is processed.
   *
   * @return the event's id
   * @throws io.sluice.schema.EventFormatException when the data does not fit its type's schema
   */
  public String publish(EventDraft draft) {
    return publishTo(config.sources().get(0), draft);
  }

  /**
   * Like {@link #publish}, to a source by its name.
   *
   * @return the event's id
   * @throws IllegalArgumentException when the pipeline does not read that topic
   */
  public String publishTo(String source, EventDraft draft) {
    EncodeContext context = new EncodeContext(source, "test", now());
    EncodedEvent event = codec.encode(draft, context);
    publishRawTo(source, event.key(), event.value(), new RecordHeaders());
    publishedIds.add(event.id());
    return event.id();
  }

  /**
   * Publishes a workflow to the pipeline, now; its first steps and all that follows at once is
   * processed. What becomes of it is told by its id, as of an event.
   *
   * @return the workflow's id
   * @throws io.sluice.schema.EventFormatException when a step's data does not fit its type's schema
   */
  public String publish(Workflow workflow) {
    String topic = names().workflow();
    EncodedWorkflow encoded =
        codec.encodeWorkflow(workflow, new EncodeContext(topic, "test", now()));
    for (byte[] part : encoded.values()) {
      pipeline.put(topic, new TestRecord<>(encoded.key(), part, new RecordHeaders(), now()));
    }
    publishedIds.add(encoded.id());
    return encoded.id();
  }

  /** Puts any bytes on the first source. */
  public void publishRaw(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    publishRawTo(config.sources().get(0), key, value, headers);
  }

  /**
   * Puts any bytes on a source by its name, or on the pipeline's topic of workflows.
   *
   * @throws IllegalArgumentException when the pipeline does not read that topic
   */
  public void publishRawTo(
      String source, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    if (!sources.contains(source) && !source.equals(names().workflow())) {
      throw new IllegalArgumentException(
          "pipeline " + config.pipeline() + " does not read " + source + ": " + sources);
    }
    pipeline.put(source, new TestRecord<>(key, value, headers, now()));
  }

  /**
   * Puts an event's last dead letter back into flow, as {@code sluice dlq replay} does: counted as
   * a replay, its attempts counted from 1 again.
   *
   * @throws AssertionError when the event is no dead letter
   */
  public void replayDeadLetter(String id) {
    DeadLetter letter = deadLetter(id);
    replay(letter.record(), letter.headersOfReplay());
  }

  /** Puts a record on the retry topic, with any headers. */
  public void replay(TestRecord<byte[], byte[]> record, Headers headers) {
    pipeline.put(names().retry(), new TestRecord<>(record.key(), record.value(), headers, now()));
  }

  /** Pauses a type, or the types of a handler's pattern, as {@code sluice pause} does. */
  public void pause(String type) {
    say(new ControlRecord.Pause(type, mandate(), null));
  }

  /** Takes a pause back, as {@code sluice resume} does. */
  public void resume(String type) {
    pipeline.control().takeBack(new ControlRecord.Pause(type, mandate(), null));
    pipeline.moveTowards(now());
  }

  /** Withdraws an event, or a workflow, as {@code sluice cancel} does. */
  public void cancel(String id) {
    say(new ControlRecord.Cancel(id, mandate(), Long.MAX_VALUE));
  }

  /** Gives a handler another rate, as {@code sluice rate-limit} does. */
  public void rateLimit(String pattern, RateLimit limit) {
    say(new ControlRecord.Rate(pattern, mandate(), limit));
  }

  /** What is paused now, by operators or because all failures were alike. */
  public Set<String> paused() {
    return pipeline.control().state().paused().keySet();
  }

  /** The pipeline hears it a millisecond later: the least that the clock can be moved. */
  private void say(ControlRecord record) {
    pipeline.control().say(record);
    pipeline.moveTowards(now());
  }

  private ControlRecord.Mandate mandate() {
    return new ControlRecord.Mandate("test", now().toEpochMilli(), null);
  }

  /** Moves the clock; each event that falls due on the way runs at its time. */
  public void advance(Duration duration) {
    advanceTo(now().plus(duration));
  }

  /**
   * Moves the clock to a time; each event that falls due on the way runs at its time.
   *
   * @throws IllegalArgumentException when that time is over
   */
  public void advanceTo(Instant time) {
    if (time.isBefore(now())) {
      throw new IllegalArgumentException("it is " + now() + " already, and not yet " + time);
    }
    while (now().isBefore(time)) {
      pipeline.moveTowards(time);
    }
  }

  /**
   * Moves the clock until an event is settled: it succeeded, is dead, expired, or was discarded.
   *
   * @throws AssertionError when nothing is due any more, or too much is, and it is not settled
   */
  public void advanceUntilSettled(String id) {
    for (int moves = 0; !history(id).isSettled(); moves++) {
      Instant due = pipeline.nextDue();
      if (due == null || moves == MOST_MOVES) {
        String why = due == null ? "nothing is due any more" : MOST_MOVES + " events later";
        throw new AssertionError("event " + id + " is not settled and " + why + "\n" + history(id));
      }
      pipeline.moveTowards(due);
    }
  }

  /** What time the pipeline has. */
  public Instant now() {
    return pipeline.now();
  }

  /** Starts a sentence about one event. */
  public EventAssert assertThat(String id) {
    return new EventAssert(history(id));
  }

  /**
   * Checks that no event waits for anything, and that each one published has an outcome.
   *
   * @throws AssertionError with the history of every event that is left
   */
  public void assertThatEverythingSettled() {
    List<EventHistory> left =
        knownIds().stream().map(this::history).filter(event -> !event.isSettled()).toList();
    if (!left.isEmpty()) {
      StringBuilder text = new StringBuilder("Expected every event to be settled, but these wait:");
      left.forEach(event -> text.append('\n').append(event));
      throw new AssertionError(text.toString());
    }
  }

  /** All that has happened to one event so far; empty for one never heard of. */
  public EventHistory history(String id) {
    return new EventHistory(id, statuses(), publishedEvents(), now(), List.copyOf(knownIds()));
  }

  /** Every status so far, in order. */
  public List<EventStatus> statuses() {
    return outputs.statuses();
  }

  /** The outcomes of one event so far, in order. */
  public List<Outcome> outcomes(String id) {
    return history(id).outcomes();
  }

  /**
   * The last outcome of one event.
   *
   * @throws AssertionError when it has none
   */
  public Outcome lastOutcome(String id) {
    List<Outcome> outcomes = outcomes(id);
    if (outcomes.isEmpty()) {
      throw new AssertionError(history(id).toString());
    }
    return outcomes.get(outcomes.size() - 1);
  }

  /**
   * What an event's handler gave as its result; null when it gave none.
   *
   * @param as {@code JsonNode.class}, a generated Avro class, or a class that Jackson binds JSON to
   * @throws AssertionError when it has not succeeded
   */
  public <T> @Nullable T result(String id, Class<T> as) {
    EventStatus last =
        history(id)
            .standing()
            .filter(step -> step.getOutcome() == Outcome.SUCCEEDED)
            .orElseThrow(
                () -> new AssertionError("event " + id + " has not succeeded\n" + history(id)));
    ByteBuffer result = last.getResult();
    return result == null ? null : codec.decodeResult(result, as);
  }

  /** Every dead letter so far, in order; those replayed since are still among them. */
  public List<DeadLetter> deadLetters() {
    return outputs.deadLetters();
  }

  /**
   * An event's last dead letter.
   *
   * @throws AssertionError when it has none
   */
  public DeadLetter deadLetter(String id) {
    return deadLetters().stream()
        .filter(letter -> letter.id().equals(id))
        .reduce((first, second) -> second)
        .orElseThrow(
            () -> new AssertionError("no dead letter of event " + id + "\n" + history(id)));
  }

  /** Every event that handlers have published so far, to whatever topic, in order. */
  public List<PublishedEvent> publishedEvents() {
    return outputs.published();
  }

  /** What handlers have published to one topic so far, in order. */
  public List<PublishedEvent> published(String topic) {
    return publishedEvents().stream().filter(event -> event.topic().equals(topic)).toList();
  }

  /** Bytes to events and back, with this driver's registry. */
  public EventCodec codec() {
    return codec;
  }

  /** This driver's registry. */
  public InMemorySchemaRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    pipeline.close();
    codec.close();
  }

  private TopicNames names() {
    return new TopicNames(config.pipeline());
  }

  private Set<String> knownIds() {
    Set<String> ids = new LinkedHashSet<>(publishedIds);
    statuses().forEach(status -> ids.add(status.getId()));
    return ids;
  }

  /** Collects what a driver starts with. Not thread-safe. */
  public static final class Builder {
    private static final long SEED = 1;

    private final PipelineConfig config;
    private final HandlerRegistry.Builder handlers = HandlerRegistry.builder();
    private final List<Upcaster> upcasters = new ArrayList<>();
    private Instant start = START;
    private long seed = SEED;

    private Builder(PipelineConfig config) {
      this.config = config;
    }

    /**
     * Registers a handler: an object, or a lambda.
     *
     * @param typeOrPattern {@code user.welcome_email}, {@code github.#}, {@code order.*.paid}
     * @param dataType what the handler is given as data
     * @throws IllegalArgumentException when the pattern is malformed or already taken
     */
    public <T> Builder on(
        String typeOrPattern, Class<T> dataType, EventHandler<? super T> handler) {
      handlers.on(typeOrPattern, dataType, handler);
      return this;
    }

    /**
     * Registers a handler whose returned value is the event's result.
     *
     * @param typeOrPattern as in {@link #on}
     * @param dataType what the handler is given as data
     * @throws IllegalArgumentException when the pattern is malformed or already taken
     */
    public <T> Builder returning(
        String typeOrPattern, Class<T> dataType, ResultHandler<? super T, ?> handler) {
      handlers.returning(typeOrPattern, dataType, handler);
      return this;
    }

    /**
     * Reads old payloads through an upcaster; those on the class path are not looked for. The
     * versions it names must be in {@link #registry()} by the time an event needs it: see {@link
     * EventCodec#registerType}, and {@link InMemorySchemaRegistry#allowBreaking}.
     */
    public Builder upcaster(Upcaster upcaster) {
      upcasters.add(upcaster);
      return this;
    }

    /** What the jitter of retries is drawn from; always the same unless set. */
    public Builder seed(long seedOfJitter) {
      seed = seedOfJitter;
      return this;
    }

    /** The time at the start; {@link #START} unless set. */
    public Builder startAt(Instant time) {
      start = time;
      return this;
    }

    /**
     * The pipeline, ready for its first event.
     *
     * @throws IllegalArgumentException when two upcasters read the same version, or one has
     *     impossible ones
     */
    public SluiceTestDriver start() {
      return new SluiceTestDriver(this, handlers.build());
    }
  }
}
