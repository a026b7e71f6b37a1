package io.sluice.processor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Pipeline metrics as Micrometer meters. Thread-safe. */
public final class MicrometerPipelineMetrics implements PipelineMetrics {
  /** The type given to what comes after the first {@link #MAX_TYPES} types. */
  static final String OTHER_TYPES = "(other)";

  /** The type given to records whose envelope cannot be read. */
  static final String NO_TYPE = "(undecodable)";

  /** Types come from outside, so a bound keeps a faulty producer from filling the memory. */
  static final int MAX_TYPES = 1_000;

  /** Few buckets, since every type has its own. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;
  private final String pipeline;
  private final Set<String> types = ConcurrentHashMap.newKeySet();
  private final Map<String, Map<String, Counter>> counters = new ConcurrentHashMap<>();
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, Long> delayedByTask = new ConcurrentHashMap<>();
  private final Map<String, Long> parkedByTask = new ConcurrentHashMap<>();
  private final Map<String, Long> heldByTask = new ConcurrentHashMap<>();
  private final Map<String, Long> blockedByTask = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Counter>> held = new ConcurrentHashMap<>();
  private final Map<Map.Entry<String, String>, AtomicInteger> pauses = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> breakers = new ConcurrentHashMap<>();
  private final Map<String, Long> workflowsByTask = new ConcurrentHashMap<>();
  private final Map<String, Counter> routed = new ConcurrentHashMap<>();
  private final Set<String> tasksWaiting = ConcurrentHashMap.newKeySet();

  /** Registers the meters of one pipeline. */
  public MicrometerPipelineMetrics(MeterRegistry registry, String pipeline) {
    this.registry = registry;
    this.pipeline = pipeline;
    Gauge.builder("sluice.delayed.events", delayedByTask, MicrometerPipelineMetrics::sum)
        .description("Events that wait in the delay store for their time or next attempt")
        .tag("pipeline", pipeline)
        .register(registry);
    Gauge.builder("sluice.parked.events", parkedByTask, MicrometerPipelineMetrics::sum)
        .description("Events that wait, in order, behind an earlier one of their key")
        .tag("pipeline", pipeline)
        .register(registry);
    Gauge.builder("sluice.held.events", heldByTask, MicrometerPipelineMetrics::sum)
        .description("Events that may not run now: paused, breaker open, or rate limit reached")
        .tag("pipeline", pipeline)
        .register(registry);
    Gauge.builder("sluice.parked.keys", blockedByTask, MicrometerPipelineMetrics::sum)
        .description("Keys with an event that waits for its next attempt, or is held")
        .tag("pipeline", pipeline)
        .register(registry);
    Gauge.builder("sluice.workflows.active", workflowsByTask, MicrometerPipelineMetrics::sum)
        .description("Workflows that have begun and are not over")
        .tag("pipeline", pipeline)
        .register(registry);
    Gauge.builder("sluice.registry.waiting", () -> isRegistryWaiting() ? 1 : 0)
        .description("1 while the pipeline waits for the schema registry")
        .tag("pipeline", pipeline)
        .register(registry);
  }

  @Override
  public void settled(String type, String outcome) {
    Map<String, Counter> ofType = counters.get(type);
    Counter counter = ofType == null ? null : ofType.get(outcome);
    (counter == null ? newCounter(bounded(type), outcome) : counter).increment();
  }

  @Override
  public void handlerRan(String type, Duration duration) {
    Timer timer = timers.get(type);
    (timer == null ? timers.computeIfAbsent(bounded(type), this::timer) : timer).record(duration);
  }

  @Override
  public void delayed(String task, long count) {
    put(delayedByTask, task, count);
  }

  @Override
  public void held(String task, long events) {
    put(heldByTask, task, events);
  }

  @Override
  public void parked(String task, long events, long keys) {
    put(parkedByTask, task, events);
    put(blockedByTask, task, keys);
  }

  @Override
  public void paused(String type, String cause, boolean paused) {
    pauses
        .computeIfAbsent(
            Map.entry(bounded(type), cause),
            key ->
                gauge(
                    "sluice.type.paused",
                    "1 while no attempt of the type begins",
                    Tags.of("type", key.getKey(), "cause", cause)))
        .set(paused ? 1 : 0);
  }

  @Override
  public void breaker(String name, int state) {
    breakers
        .computeIfAbsent(
            name,
            any ->
                gauge(
                    "sluice.breaker.state", "0 closed, 1 half-open, 2 open", Tags.of("name", name)))
        .set(state);
  }

  private AtomicInteger gauge(String name, String description, Tags tags) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder(name, value, AtomicInteger::get)
        .description(description)
        .tags(tags.and("pipeline", pipeline))
        .register(registry);
    return value;
  }

  @Override
  public void heldBack(String type, String why) {
    held.computeIfAbsent(bounded(type), any -> new ConcurrentHashMap<>())
        .computeIfAbsent(why, any -> heldCounter(bounded(type), why))
        .increment();
  }

  private Counter heldCounter(String type, String why) {
    return Counter.builder("sluice.held")
        .description("Attempts that were kept from beginning, by what kept them")
        .tags("pipeline", pipeline, "type", type, "why", why)
        .register(registry);
  }

  @Override
  public void workflowsActive(String task, long count) {
    put(workflowsByTask, task, count);
  }

  @Override
  public void workflow(String outcome) {
    Counter.builder("sluice.workflows")
        .description("What has happened to workflows, by outcome")
        .tags("pipeline", pipeline, "outcome", outcome)
        .register(registry)
        .increment();
  }

  private static void put(Map<String, Long> counts, String task, long count) {
    if (count == 0) {
      counts.remove(task);
    } else {
      counts.put(task, count);
    }
  }

  @Override
  public void registryWaiting(String task, boolean waiting) {
    if (waiting) {
      tasksWaiting.add(task);
    } else {
      tasksWaiting.remove(task);
    }
  }

  /** True while a task of this instance waits for the schema registry. */
  public boolean isRegistryWaiting() {
    return !tasksWaiting.isEmpty();
  }

  /** How many were settled, or are to be retried, since the start: by type, then by outcome. */
  public Map<String, Map<String, Long>> settled() {
    Map<String, Map<String, Long>> settled = new TreeMap<>();
    counters.forEach(
        (type, ofType) -> {
          Map<String, Long> counts = new TreeMap<>();
          ofType.forEach((outcome, counter) -> counts.put(outcome, (long) counter.count()));
          settled.put(type, counts);
        });
    return settled;
  }

  /** How many events wait for their time or next attempt, in the tasks of this instance. */
  public long delayed() {
    return sum(delayedByTask);
  }

  /** How many events wait behind an earlier one of their key, in the tasks of this instance. */
  public long parked() {
    return sum(parkedByTask);
  }

  /** How many events may not run now, in the tasks of this instance. */
  public long held() {
    return sum(heldByTask);
  }

  @Override
  public void routesTo(Set<String> topics) {
    topics.forEach(topic -> routed.computeIfAbsent(topic, this::routedCounter));
    unroutableCounter();
  }

  @Override
  public void routed(String topic) {
    routed.computeIfAbsent(topic, this::routedCounter).increment();
  }

  @Override
  public void unroutable() {
    unroutableCounter().increment();
  }

  private Counter unroutableCounter() {
    return Counter.builder("sluice.unroutable")
        .description("Events whose type no binding leads to a topic")
        .tag("pipeline", pipeline)
        .register(registry);
  }

  private Counter routedCounter(String topic) {
    return Counter.builder("sluice.routed")
        .description("Events that a router has sent to a topic")
        .tags("pipeline", pipeline, "topic", topic)
        .register(registry);
  }

  private Counter newCounter(String type, String outcome) {
    return counters
        .computeIfAbsent(type, any -> new ConcurrentHashMap<>())
        .computeIfAbsent(outcome, any -> counter(type, outcome));
  }

  private Counter counter(String type, String outcome) {
    return Counter.builder("sluice.events")
        .description("Events settled, and attempts to be retried, by outcome")
        .tags("pipeline", pipeline, "type", type, "outcome", outcome)
        .register(registry);
  }

  private Timer timer(String type) {
    return Timer.builder("sluice.handler.duration")
        .description("How long handlers run")
        .tags("pipeline", pipeline, "type", type)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private String bounded(String type) {
    if (type.isEmpty()) {
      return NO_TYPE;
    }
    if (types.contains(type)) {
      return type;
    }
    if (types.size() >= MAX_TYPES) {
      return OTHER_TYPES;
    }
    types.add(type);
    return type;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
