package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Doorkeeper;
import io.sluice.processor.dispatch.InFlight;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.kafka.OnDemand;
import io.sluice.processor.kafka.Pulse;
import io.sluice.processor.kafka.StreamThreads;
import io.sluice.processor.kafka.Watched;
import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.policy.Policies;
import io.sluice.processor.policy.WorkflowLimits;
import io.sluice.processor.workflow.MachineLimits;
import io.sluice.processor.workflow.WorkflowMachine;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;

/**
 * The whole pipeline on one screen. Data flows top to bottom; what is to be tried again leaves at
 * the bottom, through the retry topic, and comes back in at the top.
 */
public final class PipelineTopology {
  static final String DECODE = "decode";
  static final String DEDUPLICATE = "deduplicate";
  static final String GATE = "gate";
  static final String DISPATCH = "dispatch";
  static final String SETTLE = "settle";
  static final String TO_EMITTED = "emitted";
  static final String TO_RETRY = "retry";
  static final String TO_DEAD_LETTERS = "dead-letters";
  static final String TO_STATUS = "status";
  static final String TO_WORKFLOWS = "step-reports";
  static final String WORKFLOWS_TO_RETRY = "step-events";
  static final String WORKFLOWS_TO_DEAD_LETTERS = "workflow-dead-letters";
  static final String WORKFLOWS_TO_STATUS = "workflow-status";

  /** Sorts after "events": sources are numbered by name, and the first one's tasks keep theirs. */
  private static final String WORKFLOW_SOURCE = "steps";

  private static final String WORKFLOWS = "workflows";

  /** Steps begun, or nodes deleted, at a time. */
  private static final int WORKFLOW_SLICE = 2_000;

  /** For ids of the last two dedupe windows: about 50 million of them. */
  private static final long ID_FILTER_BYTES = 64L * 1024 * 1024;

  private PipelineTopology() {}

  /**
   * What a pipeline is.
   *
   * @param names its own topics
   * @param sources where its events come from
   * @param publishTo where its handlers' follow-up events go by default
   * @param handlers who serves which type
   * @param policies every decision it makes by rule
   */
  public record Plan(
      TopicNames names,
      List<String> sources,
      String publishTo,
      HandlerRegistry handlers,
      Policies policies) {}

  /**
   * What a pipeline lives in.
   *
   * @param codec bytes to events and back
   * @param metrics what the operator sees
   * @param random where jitter comes from
   * @param crew who runs handlers, and who wakes the stream threads
   * @param topics what is known of topics outside the pipeline
   * @param waiting how it waits for the schema registry
   */
  public record Surroundings(
      EventCodec codec,
      PipelineMetrics metrics,
      RandomGenerator random,
      Crew crew,
      Topics topics,
      Waiting waiting) {}

  /**
   * What is known of topics outside the pipeline.
   *
   * @param exists false for a topic that nobody has made
   * @param partitions how many those have that the pipeline reads; empty where nobody counted
   */
  public record Topics(Predicate<String> exists, Map<String, Integer> partitions) {
    /** Every topic exists, and nobody counted: what a test driver has. */
    public static Topics uncounted() {
      return new Topics(topic -> true, Map.of());
    }
  }

  /**
   * Who runs handlers, and who wakes the stream threads when one is done.
   *
   * @param workers who runs handlers
   * @param inFlight how much is with them, and may be
   * @param threads the watch over the stream threads; null where nobody watches them: then handlers
   *     are handed over at once, and the clock alone brings their completions back
   * @param alone true if everything happens on one thread, so that what changes may be told to a
   *     stage at once
   */
  public record Crew(
      Workers workers, InFlight inFlight, @Nullable StreamThreads threads, boolean alone) {
    /** How soon changes are looked for where no bell reaches the stream thread, ms. */
    private static final long NO_BELL_MS = 1_000;

    /** Handlers run on the stream thread itself, at once: what a test driver has. */
    public static Crew onCaller(Workers.Clocks clocks, Doorkeeper doorkeeper) {
      InFlight unbounded = new InFlight(Integer.MAX_VALUE, Long.MAX_VALUE);
      return new Crew(Workers.onCaller(clocks, doorkeeper), unbounded, null, true);
    }

    /** The pulse of the calling thread; null where nobody watches it. */
    @Nullable Pulse pulse() {
      return threads == null ? null : threads.pulse();
    }

    /** What rings a stage from any thread; does nothing where nothing can. */
    Runnable bell(OnDemand comeBy) {
      Pulse pulse = pulse();
      if (pulse != null) {
        return pulse::wake;
      }
      return alone ? () -> comeBy.at(workers.clocks().wall().millis()) : () -> {};
    }

    /** When to look for changes, ms since the epoch; never by the clock where there is a bell. */
    long lookAgainMs(long nowMs) {
      return threads == null && !alone ? nowMs + NO_BELL_MS : Long.MAX_VALUE;
    }

    void watch(Watched stage) {
      Pulse pulse = pulse();
      if (pulse != null) {
        pulse.add(stage);
      }
    }

    void unwatch(Watched stage) {
      Pulse pulse = pulse();
      if (pulse != null) {
        pulse.remove(stage);
      }
    }
  }

  /**
   * How a stream thread waits for something outside Kafka.
   *
   * @param pause waits
   * @param stopping true once the pipeline is to stop
   */
  public record Waiting(Pause pause, BooleanSupplier stopping) {}

  /** Lets a thread wait; handed in, so that tests need not. */
  @FunctionalInterface
  public interface Pause {
    /** Waits as long as it is told. */
    void of(Duration duration) throws InterruptedException;
  }

  /** Wires a pipeline. */
  public static Topology of(Plan plan, Surroundings surroundings) {
    EventReader.Factory readers =
        new EventReader.Factory(
            surroundings.codec(), surroundings.metrics(), surroundings.waiting());
    Dispatch.Rules dispatch = dispatchRules(plan, surroundings);
    Policies.Bookkeeping kept = plan.policies().records();
    Crew crew = surroundings.crew();
    IdFilter.Budget filters = new IdFilter.Budget(ID_FILTER_BYTES);
    TopicNames names = plan.names();
    // Without dedupe there is one stage less.
    String afterDecode = kept.dedupe() ? DEDUPLICATE : GATE;
    String beforeGate = kept.dedupe() ? DEDUPLICATE : DECODE;

    Topology topology = new Topology();
    topology.addSource("events", bytes(), bytes(), sources(plan));
    topology.addProcessor(DECODE, () -> new Decode(readers, names.retry(), afterDecode), "events");
    if (kept.dedupe()) {
      topology.addProcessor(
          DEDUPLICATE, () -> new Deduplicate(kept.dedupeWindow(), filters), DECODE);
    }
    topology.addProcessor(GATE, () -> new Gate(readers, crew), beforeGate);
    topology.addProcessor(DISPATCH, () -> new Dispatch(dispatch, readers), GATE, DECODE);
    topology.addProcessor(
        SETTLE,
        () -> new Settle(names, readers, kept.status(), surroundings.topics().partitions()),
        settledBy(kept.dedupe()));
    topology.addSink(
        TO_EMITTED, new Outbound.ToItsTopic(), key(), new Outbound.ValueSerializer(), SETTLE);
    topology.addSink(
        TO_RETRY,
        names.retry(),
        key(),
        new Outbound.ValueSerializer(),
        new Outbound.ToItsPartition(),
        SETTLE);
    topology.addSink(TO_DEAD_LETTERS, names.dlq(), key(), new Outbound.ValueSerializer(), SETTLE);
    topology.addSink(TO_STATUS, names.status(), key(), new Outbound.ValueSerializer(), SETTLE);
    topology.addSink(TO_WORKFLOWS, names.workflow(), key(), new Outbound.ValueSerializer(), SETTLE);

    if (kept.dedupe()) {
      topology.addStateStore(StateStores.dedupe(kept.dedupeWindow()), DEDUPLICATE);
    }
    topology.addStateStore(StateStores.delay(), GATE);
    topology.addStateStore(StateStores.parked(), DISPATCH);
    topology.addStateStore(StateStores.inFlight(), DISPATCH);
    topology.addStateStore(StateStores.held(), DISPATCH);
    addWorkflows(topology, plan, surroundings, readers);
    return topology;
  }

  /** Workflows are a flow of their own, by workflow id; what they begin enters the one above. */
  private static void addWorkflows(
      Topology topology, Plan plan, Surroundings surroundings, EventReader.Factory readers) {
    TopicNames names = plan.names();
    WorkflowStage.Rules rules = workflowRules(plan, surroundings);
    topology.addSource(WORKFLOW_SOURCE, bytes(), bytes(), names.workflow());
    topology.addProcessor(WORKFLOWS, () -> new WorkflowStage(rules, readers), WORKFLOW_SOURCE);
    topology.addSink(
        WORKFLOWS_TO_RETRY,
        names.retry(),
        key(),
        new Outbound.ValueSerializer(),
        new Outbound.ToItsPartition(),
        WORKFLOWS);
    topology.addSink(
        WORKFLOWS_TO_DEAD_LETTERS, names.dlq(), key(), new Outbound.ValueSerializer(), WORKFLOWS);
    topology.addSink(
        WORKFLOWS_TO_STATUS, names.status(), key(), new Outbound.ValueSerializer(), WORKFLOWS);
    topology.addStateStore(StateStores.workflow(), WORKFLOWS);
  }

  private static WorkflowStage.Rules workflowRules(Plan plan, Surroundings surroundings) {
    String first = plan.sources().get(0);
    WorkflowLimits limits = plan.policies().workflows();
    Policies.Bookkeeping kept = plan.policies().records();
    Duration remembered = kept.dedupe() ? kept.dedupeWindow() : Duration.ZERO;
    return new WorkflowStage.Rules(
        plan.names(),
        new StepRecord(plan.names(), first, surroundings.topics().partitions().get(first)),
        new MachineLimits(limits.maxResultsBytes(), limits.retention(), remembered, WORKFLOW_SLICE),
        limits,
        kept.status(),
        surroundings.crew());
  }

  private static String[] settledBy(boolean dedupe) {
    return dedupe
        ? new String[] {DECODE, DEDUPLICATE, GATE, DISPATCH}
        : new String[] {DECODE, GATE, DISPATCH};
  }

  /** What bounds the memory of the pipeline's stores; a setting of Kafka Streams. */
  public static Class<? extends RocksDBConfigSetter> rocksMemory() {
    return BoundedRocksMemory.class;
  }

  /** The delay store's name, for whoever looks into a test driver's stores. */
  public static String delayStore() {
    return StateStores.DELAY;
  }

  /** The store of held events, likewise. */
  public static String heldStore() {
    return StateStores.HELD;
  }

  /** When a held event may be let in, ms since the epoch; empty when nothing is held, or known. */
  public static OptionalLong nextHeldAtMs(StateStore heldStore) {
    HeldEvents held = (HeldEvents) heldStore;
    return held.size() == 0 || held.nextMs() == Long.MAX_VALUE
        ? OptionalLong.empty()
        : OptionalLong.of(held.nextMs());
  }

  /** The workflow store's name, for whoever looks into a test driver's stores. */
  public static String workflowStore() {
    return StateStores.WORKFLOW;
  }

  /**
   * When the workflows of a store have something to do, ms since the epoch, 0 for at once; empty
   * when nothing is.
   */
  public static OptionalLong nextWorkMs(KeyValueStore<Bytes, byte[]> workflowStore) {
    long next = WorkflowMachine.nextMs(new KeyValueEntries(workflowStore));
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /** When the first event of a delay store is due, ms since the epoch; empty when none waits. */
  public static OptionalLong nextDueAtMs(StateStore delayStore) {
    Long next = ((DelayStore) delayStore).nextDueAtMs();
    return next == null ? OptionalLong.empty() : OptionalLong.of(next);
  }

  private static Dispatch.Rules dispatchRules(Plan plan, Surroundings surroundings) {
    HandlerCall.Rules publishing =
        new HandlerCall.Rules(
            plan.names().pipeline(),
            plan.publishTo(),
            surroundings.topics().exists(),
            surroundings.crew().workers().clocks().wall(),
            plan.policies().workflows());
    return new Dispatch.Rules(
        plan.handlers(), plan.policies(), surroundings.random(), publishing, surroundings.crew());
  }

  private static String[] sources(Plan plan) {
    List<String> topics = new ArrayList<>(plan.sources());
    topics.add(plan.names().retry());
    return topics.toArray(new String[0]);
  }

  private static Deserializer<byte[]> bytes() {
    return new ByteArrayDeserializer();
  }

  private static Serializer<byte[]> key() {
    return new ByteArraySerializer();
  }
}
