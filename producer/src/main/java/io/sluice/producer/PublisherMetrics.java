package io.sluice.producer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What a publisher counts.
 *
 * <ul>
 *   <li>{@code sluice.publisher.events} (topic, type, outcome): alert when {@code failed} rises, a
 *       broker or the registry is in trouble; {@code refused} is a mistake in the calling code. A
 *       workflow counts once, on the topic {@code <pipeline>.workflow}, with the type {@code
 *       workflow}.
 *   <li>{@code sluice.publisher.publish.duration} (topic): from {@code publish} to the brokers'
 *       acknowledgement, of published events only.
 * </ul>
 *
 * Thread-safe.
 */
final class PublisherMetrics {

  enum Outcome {
    /** Acknowledged by the brokers. */
    PUBLISHED,
    /** Not a valid event: it would be refused again. */
    REFUSED,
    /** Valid, but not handed over: registry or brokers. */
    FAILED
  }

  private record Series(String type, Outcome outcome) {}

  private final MeterRegistry registry;
  private final String topic;
  private final Timer duration;
  // The registry's own look-up sorts tags and hashes them at every call.
  private final ConcurrentMap<Series, Counter> counters = new ConcurrentHashMap<>();

  PublisherMetrics(MeterRegistry registry, String topic) {
    this.registry = registry;
    this.topic = topic;
    this.duration =
        Timer.builder("sluice.publisher.publish.duration")
            .description("Time from publish to the acknowledgement of all in-sync replicas")
            .tag("topic", topic)
            .register(registry);
  }

  Timer.Sample start() {
    return Timer.start(registry);
  }

  void published(String type, Timer.Sample since) {
    since.stop(duration);
    count(type, Outcome.PUBLISHED);
  }

  void count(String type, Outcome outcome) {
    counters.computeIfAbsent(new Series(type, outcome), this::counter).increment();
  }

  private Counter counter(Series series) {
    return Counter.builder("sluice.publisher.events")
        .description("Events given to the publisher, by what became of them")
        .tag("topic", topic)
        .tag("type", series.type())
        .tag("outcome", series.outcome().name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
