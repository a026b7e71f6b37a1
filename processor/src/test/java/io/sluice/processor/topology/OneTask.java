package io.sluice.processor.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.processor.dispatch.InFlight;
import io.sluice.processor.dispatch.Watch;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.handler.AsyncEventHandler;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.metrics.MicrometerPipelineMetrics;
import io.sluice.processor.policy.Backoff;
import io.sluice.processor.policy.ErrorClasses;
import io.sluice.processor.policy.Limits;
import io.sluice.processor.policy.Ordering;
import io.sluice.processor.policy.Policies;
import io.sluice.processor.policy.RetryPolicy;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.Origin;
import io.sluice.schema.RegistryUnavailableException;
import io.sluice.schema.SchemaRegistry;
import io.sluice.schema.Upcasters;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The dispatch stage of one task with everything around it in the test's hands: the clock, the
 * workers, the retry topic, the moment of each commit, and of each crash. A crash brings back what
 * was last committed, input position, stores and retries together, as exactly-once does.
 */
final class OneTask implements AutoCloseable {
  static final Duration TIME_LIMIT = Duration.ofSeconds(5);
  private static final Duration BACKOFF = Duration.ofMillis(200);
  private static final String TYPE = "step.taken";
  private static final long START_MS = 1_700_000_000_000L;

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventCodec codec =
      EventCodec.create(Map.of(), unlessAway(registry), Upcasters.of(List.of()));
  private final List<RawRecord> input = new ArrayList<>();
  private final HandlerRegistry handlers;
  private final Policies policies;
  private final FickleDoor door;
  private final ArrayDeque<Runnable> lanes = new ArrayDeque<>();
  private @Nullable Runnable whileRegistryIsAway;
  private long nowMs = START_MS;
  private World world = new World(0, List.of(), Map.of(), Map.of(), Map.of(), List.of());
  private World committed = world;
  private List<RawRecord> retries = new ArrayList<>();
  private List<Outcome> settled = new ArrayList<>();
  private int position;
  private Dispatch dispatch;
  private Workers workers;
  private MockProcessorContext<byte[], Object> context;
  private InFlightStore inFlight;
  private KeyValueStore<Bytes, byte[]> parked;
  private KeyValueStore<Bytes, byte[]> held;
  private KeyValueStore<Bytes, byte[]> inFlightEntries;

  /** What a commit keeps. */
  private record World(
      int position,
      List<RawRecord> retries,
      Map<Bytes, byte[]> inFlight,
      Map<Bytes, byte[]> parked,
      Map<Bytes, byte[]> held,
      List<Outcome> settled) {}

  /** An event that was settled for good, and how. */
  record Outcome(String id, String key, Settlement settlement) {}

  OneTask(Ordering ordering, int maxAttempts, AsyncEventHandler<Object> handler) {
    this(ordering, maxAttempts, handler, 0, new Random(1));
  }

  /**
   * @param refusals how many of a hundred who ask are not let in
   */
  OneTask(
      Ordering ordering,
      int maxAttempts,
      AsyncEventHandler<Object> handler,
      int refusals,
      Random random) {
    door = new FickleDoor(random, () -> nowMs, refusals);
    handlers =
        HandlerRegistry.builder().onAsync(TYPE, (Class<Object>) (Class<?>) json(), handler).build();
    RetryPolicy retry =
        new RetryPolicy(
            maxAttempts,
            new Backoff(BACKOFF, 1, BACKOFF, 0),
            null,
            ErrorClasses.none(),
            ErrorClasses.none(),
            ErrorClasses.none());
    policies =
        new Policies(
            new Policies.Bookkeeping(true, Duration.ofHours(1), true, 100),
            retry,
            Map.of(),
            ordering,
            new Limits(100, Map.of(), TIME_LIMIT, Map.of(), 10_000, 1 << 20));
    begin();
  }

  private static Class<?> json() {
    return com.fasterxml.jackson.databind.JsonNode.class;
  }

  // ---- what the outside does ----

  /** Puts an event at the end of the input. */
  void publish(String id, String key) {
    EventDraft draft = EventDraft.of(TYPE, Map.of("id", id)).id(id).key(key);
    EncodedEvent event =
        codec.encode(draft, new EncodeContext("in", "test", Instant.ofEpochMilli(nowMs)));
    DeliveryState state =
        DeliveryState.fresh().withOrigin(new Origin("in", 0, input.size(), nowMs));
    input.add(new RawRecord(event.key(), event.value(), new RecordHeaders(), state, false));
  }

  /** Reads the next event of the input, if there is one. */
  void readOne() {
    if (position < input.size()) {
      arrive(input.get(position++));
    }
  }

  /** Brings back one retry that is due, if there is one. */
  void retryOne() {
    for (RawRecord raw : retries) {
      Long dueAtMs = raw.state().dueAtMs();
      if (dueAtMs == null || dueAtMs <= nowMs) {
        retries.remove(raw);
        arrive(raw.withState(raw.state().withDueAt(null)));
        return;
      }
    }
  }

  /** Lets one worker take up one key. */
  void workOne(Random random) {
    dispatch.beforePoll();
    for (int i = random.nextInt(1 + lanes.size()); i > 0; i--) {
      lanes.addLast(lanes.removeFirst());
    }
    Runnable lane = lanes.poll();
    if (lane != null) {
      lane.run();
    }
  }

  /** Moves the clock, and lets the stage run what it asked for. */
  void pass(Duration duration) {
    nowMs += duration.toMillis();
    context.setCurrentSystemTimeMs(nowMs);
    comeBy();
  }

  /** Lets the watch look at what runs. */
  void watch() {
    Watch.Limits limits = new Watch.Limits(policies.limits()::timeLimitOf, null, TIME_LIMIT);
    try (Watch watch = new Watch(workers, limits)) {
      watch.look();
    }
  }

  void commit() {
    inFlight.flushCache();
    committed =
        new World(
            position,
            List.copyOf(retries),
            entries(inFlightEntries),
            entries(parked),
            entries(held),
            List.copyOf(settled));
  }

  /** An operator's word. */
  void withdraw(String id) {
    door.withdraw(id);
    workers.cancel(event -> event.id().equals(id));
  }

  /** How many events are held, as the store has it. */
  int heldEntries() {
    return entries(held).size();
  }

  /** How many attempts were let in and have not ended; of no use after a crash. */
  int inside() {
    return door.inside();
  }

  /** Kill -9, and a start from the last commit. */
  void crash() {
    world = committed;
    lanes.clear();
    dispatch.close();
    begin();
  }

  /** True if nothing is left to be done, and all of it is committed. */
  boolean isDone() {
    return position == input.size() && settled.size() == input.size();
  }

  long nowMs() {
    return nowMs;
  }

  /** Events settled for good, as the last commit has it. */
  List<Outcome> committed() {
    return committed.settled();
  }

  /** Events settled for good so far, committed or not. */
  List<Outcome> settled() {
    return settled;
  }

  /** How many events are parked, and how many keys blocked, as the store has it. */
  int parkedEntries() {
    return entries(parked).size();
  }

  @Override
  public void close() {
    dispatch.close();
    codec.close();
  }

  /** The registry cannot be reached once; whoever waits for it is interrupted, after this. */
  void loseRegistry(Runnable meanwhile) {
    whileRegistryIsAway = meanwhile;
  }

  // ---- what is around the stage ----

  private void waitForRegistry(Duration pause) throws InterruptedException {
    Runnable meanwhile = whileRegistryIsAway;
    if (meanwhile != null) {
      whileRegistryIsAway = null;
      meanwhile.run();
      throw new InterruptedException();
    }
  }

  private SchemaRegistry unlessAway(SchemaRegistry there) {
    return (SchemaRegistry)
        Proxy.newProxyInstance(
            SchemaRegistry.class.getClassLoader(),
            new Class<?>[] {SchemaRegistry.class},
            (proxy, method, arguments) -> {
              if (whileRegistryIsAway != null && !method.getName().equals("close")) {
                throw new RegistryUnavailableException("mock://", Duration.ZERO, "away", null);
              }
              return method.invoke(there, arguments);
            });
  }

  private void begin() {
    position = world.position();
    retries = new ArrayList<>(world.retries());
    settled = new ArrayList<>(world.settled());
    context = new MockProcessorContext<>(settings(), new TaskId(0, 0), Path.of("unused").toFile());
    context.setCurrentSystemTimeMs(nowMs);
    inFlightEntries = opened(StateStores.IN_FLIGHT, world.inFlight());
    inFlight = new InFlightStore(inFlightEntries);
    parked = opened(StateStores.PARKED, world.parked());
    context.addStateStore(inFlight);
    context.addStateStore(parked);
    held = opened(StateStores.HELD, world.held());
    context.addStateStore(new HeldEvents(held));
    Workers.Clocks clocks =
        new Workers.Clocks(() -> Instant.ofEpochMilli(nowMs), () -> nowMs * 1_000_000);
    workers = new Workers(lanes::addAll, clocks, Map.of(), 1_000, door);
    MicrometerPipelineMetrics metrics =
        new MicrometerPipelineMetrics(new SimpleMeterRegistry(), "test");
    PipelineTopology.Crew crew =
        new PipelineTopology.Crew(workers, new InFlight(10_000, 1 << 30), null, true);
    Dispatch.Rules rules =
        new Dispatch.Rules(
            handlers,
            policies,
            new Random(1),
            new HandlerCall.Rules(
                "test", "out", topic -> true, clocks.wall(), policies.workflows()),
            crew);
    EventReader.Factory readers =
        new EventReader.Factory(
            codec, metrics, new PipelineTopology.Waiting(this::waitForRegistry, () -> false));
    dispatch = new Dispatch(rules, readers);
    dispatch.init(context);
  }

  private void arrive(RawRecord raw) {
    Event event = new Event(raw, codec.decode("in", raw.value()));
    dispatch.process(new Record<>(raw.key(), event, nowMs));
    carryOut();
  }

  private void comeBy() {
    for (var due : List.copyOf(context.scheduledPunctuators())) {
      if (!due.cancelled()) {
        due.getPunctuator().punctuate(nowMs);
      }
    }
    carryOut();
  }

  /** What the settle stage would do. */
  private void carryOut() {
    for (var forward : context.forwarded()) {
      Settled one = (Settled) forward.record().value();
      if (one.settlement() instanceof Settlement.RetryAt retry) {
        retries.add(retried(one.raw(), retry.dueAtMs()));
      } else if (one.settlement() instanceof Settlement.Held waits) {
        if (waits.dueAtMs() != null) {
          retries.add(retried(one.raw(), waits.dueAtMs()));
        }
      } else if (!(one.settlement() instanceof Settlement.Parked)) {
        settled.add(new Outcome(one.id(), one.raw().keyAsText(), one.settlement()));
      }
    }
    context.resetForwards();
  }

  private static RawRecord retried(RawRecord raw, long dueAtMs) {
    Headers headers = new RecordHeaders(raw.headers());
    DeliveryHeaders.write(headers, raw.state().withDueAt(dueAtMs));
    return new RawRecord(raw.key(), raw.value(), headers, DeliveryHeaders.read(headers), true);
  }

  private static KeyValueStore<Bytes, byte[]> opened(String name, Map<Bytes, byte[]> entries) {
    StoreBuilder<KeyValueStore<Bytes, byte[]>> builder =
        Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
    KeyValueStore<Bytes, byte[]> store = OpenStore.inMemory(builder);
    entries.forEach(store::put);
    return store;
  }

  private static Map<Bytes, byte[]> entries(KeyValueStore<Bytes, byte[]> store) {
    Map<Bytes, byte[]> entries = new TreeMap<>();
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
    }
    return new HashMap<>(entries);
  }

  private static Properties settings() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
    return settings;
  }
}
