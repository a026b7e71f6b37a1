package io.sluice.processor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Map<String, Long> blockedByTask = new ConcurrentHashMap<>();
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
    Gauge.builder("sluice.parked.keys", blockedByTask, MicrometerPipelineMetrics::sum)
        .description("Keys with an event that waits for its next attempt, or is held")
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
  public void parked(String task, long events, long keys) {
    put(parkedByTask, task, events);
    put(blockedByTask, task, keys);
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

  private static double sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
