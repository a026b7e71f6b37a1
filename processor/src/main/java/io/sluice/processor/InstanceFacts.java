package io.sluice.processor;

import io.sluice.processor.control.ControlState;
import io.sluice.processor.control.InstanceReport;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.guard.GuardView;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.processor.metrics.MicrometerPipelineMetrics;
import io.sluice.schema.RateLimit;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Gathers what an instance tells of itself. Not thread-safe: a report remembers the one before. */
final class InstanceFacts implements Supplier<InstanceReport> {
  private static final int MOST_RUNNING = 50;
  private static final int MOST_TYPES = 200;

  /** All other outcomes leave the event waiting. */
  private static final Set<String> ENDS =
      Set.of("succeeded", "dead", "expired", "discarded", "cancelled");

  private static final String CLOSED = "closed";

  private final InstanceName name;
  private final Parts parts;
  private final InstantSource clock;
  private final long startedAtMs;
  private final Map<String, Long> settledBefore = new HashMap<>();
  private long toldAtMs;

  /**
   * Whom to ask.
   *
   * @param engine what runs and is in flight, and what was said
   * @param metrics what was settled, and waits
   * @param streams Kafka Streams
   */
  record Parts(
      Engine engine,
      HandlerRegistry handlers,
      MicrometerPipelineMetrics metrics,
      StreamsView streams) {}

  /** What Kafka Streams does. */
  interface StreamsView {
    /** In Kafka Streams' words. */
    String state();

    /** What it reads now. */
    Collection<TopicPartition> partitions();
  }

  InstanceFacts(InstanceName name, Parts parts, InstantSource clock) {
    this.name = name;
    this.parts = parts;
    this.clock = clock;
    this.startedAtMs = clock.millis();
    this.toldAtMs = startedAtMs;
  }

  @Override
  public InstanceReport get() {
    long now = clock.millis();
    @Nullable String version = InstanceFacts.class.getPackage().getImplementationVersion();
    InstanceReport report =
        new InstanceReport(
            name.toString(),
            version == null ? "unknown" : version,
            name.host(),
            name.pid(),
            startedAtMs,
            now,
            parts.streams().state(),
            parts.handlers().all().stream().map(RegisteredHandler::name).toList(),
            parts.streams().partitions().stream().map(TopicPartition::toString).sorted().toList(),
            load(),
            types(now - toldAtMs),
            limits(parts.engine().control().state()));
    toldAtMs = now;
    return report;
  }

  private InstanceReport.Load load() {
    List<Workers.Running> running = parts.engine().running();
    return new InstanceReport.Load(
        parts.engine().inFlight().events(),
        parts.engine().inFlight().bytes(),
        parts.metrics().delayed(),
        parts.metrics().parked(),
        parts.metrics().held(),
        running.size(),
        running.stream()
            .sorted(Comparator.comparing(Workers.Running::ran).reversed())
            .limit(MOST_RUNNING)
            .map(InstanceFacts::attempt)
            .toList());
  }

  private static InstanceReport.RunningAttempt attempt(Workers.Running it) {
    return new InstanceReport.RunningAttempt(
        it.handler(), it.type(), it.id(), it.key(), it.ran().toMillis());
  }

  private Map<String, InstanceReport.TypeReport> types(long sinceMs) {
    Map<String, InstanceReport.TypeReport> types = new TreeMap<>();
    parts
        .metrics()
        .settled()
        .forEach(
            (type, counts) -> {
              long settled =
                  counts.entrySet().stream()
                      .filter(count -> ENDS.contains(count.getKey()))
                      .mapToLong(Map.Entry::getValue)
                      .sum();
              Long before = settledBefore.put(type, settled);
              double perSecond =
                  sinceMs <= 0 ? 0 : (settled - (before == null ? 0 : before)) * 1_000.0 / sinceMs;
              if (types.size() < MOST_TYPES) {
                types.put(type, new InstanceReport.TypeReport(counts, perSecond));
              }
            });
    return types;
  }

  private InstanceReport.Limits limits(ControlState said) {
    List<GuardView> guards = parts.engine().guards();
    Map<String, String> rates = new TreeMap<>();
    said.rates().forEach((subject, rate) -> rates.put(subject, rate.limit().toString()));
    guards.stream()
        .filter(guard -> !guard.isDependency() && guard.limit() != null)
        .forEach(guard -> rates.put(guard.name(), String.valueOf(guard.limit())));
    Map<String, Integer> concurrency = new TreeMap<>();
    said.concurrency().forEach((subject, one) -> concurrency.put(subject, one.attempts()));
    return new InstanceReport.Limits(
        said.paused().keySet().stream().sorted().toList(),
        rates,
        concurrency,
        guards.stream().flatMap(guard -> breaker(guard).stream()).toList(),
        guards.stream().filter(GuardView::isDependency).map(InstanceFacts::dependency).toList());
  }

  private static InstanceReport.DependencyReport dependency(GuardView guard) {
    RateLimit limit = guard.limit();
    return new InstanceReport.DependencyReport(
        guard.name(), limit == null ? null : limit.toString(), guard.handlers());
  }

  private static Optional<InstanceReport.BreakerReport> breaker(GuardView guard) {
    String state = guard.breaker();
    return state == null || state.equals(CLOSED)
        ? Optional.empty()
        : Optional.of(
            new InstanceReport.BreakerReport(
                guard.name(), state, guard.openUntilMs() == 0 ? null : guard.openUntilMs()));
  }
}
