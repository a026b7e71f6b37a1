package io.sluice.bench.workload;

import io.sluice.bench.contestant.Kind;
import io.sluice.bench.measure.Task;
import io.sluice.bench.process.Jdk;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The contestants, each with the settings that its project recommends for the work. */
final class Entries {
  /** Of Kafka Streams, and of Sluice, which runs on it: as many as the smallest machine's cores. */
  private static final String THREADS = "2";

  private static final Map<String, String> SLUICE = Map.of("threads", THREADS);

  private final Task task;

  /**
   * @param task what their handlers do
   */
  Entries(Task task) {
    this.task = task;
  }

  Entry sluice() {
    return sluice("sluice", "Sluice", Map.of());
  }

  /** A variant that differs by some keys of pipeline.yaml. */
  Entry sluice(String id, String title, Map<String, String> needed) {
    return sluice(id, title, new Entry.Settings(SLUICE, needed, Map.of()), Jdk.current());
  }

  /** Sluice with handlers that wait, so with many of them at once. */
  Entry sluiceWaiting(Map<String, String> tuning) {
    return sluice(
        "sluice",
        "Sluice (JDK " + Jdk.current().version() + ")",
        new Entry.Settings(SLUICE, Map.of(), tuning),
        Jdk.current());
  }

  /** The same on the newest JDK with virtual threads, if there is one. */
  Entry sluiceOnVirtualThreads(Map<String, String> tuning) {
    Optional<Jdk> jdk = Jdk.withVirtualThreads();
    String version = jdk.map(found -> "JDK " + found.version()).orElse("JDK 21 or newer");
    return new Entry(
        "sluice-virtual",
        "Sluice (virtual threads, " + version + ")",
        Kind.SLUICE,
        task,
        jdk,
        new Entry.Settings(SLUICE, Map.of(), tuning));
  }

  /** Sluice whose handler emits an event for each that it handles. */
  Entry sluiceEmitting() {
    Map<String, String> fixed = new LinkedHashMap<>(SLUICE);
    fixed.put("emits", "true");
    return sluice("sluice", "Sluice", Entry.Settings.of(fixed), Jdk.current());
  }

  Entry streams() {
    return peer(
        "streams", "Kafka Streams alone, exactly once", Kind.STREAMS, Map.of("threads", THREADS));
  }

  Entry consumer() {
    return peer("consumer", "KafkaConsumer loop", Kind.CONSUMER, Map.of());
  }

  Entry spring() {
    return peer("spring", "Spring Kafka @RetryableTopic", Kind.SPRING, Map.of());
  }

  Entry springWithoutSeek() {
    return peer(
        "spring-noseek",
        "Spring Kafka, seekAfterError=false",
        Kind.SPRING,
        Map.of("seek_after_error", "false"));
  }

  Entry parallel(int concurrency) {
    return peer(
        "parallel-" + concurrency,
        "Parallel Consumer KEY, " + concurrency + " threads",
        Kind.PARALLEL,
        Map.of("concurrency", Integer.toString(concurrency)));
  }

  private Entry sluice(String id, String title, Entry.Settings settings, Jdk jdk) {
    return new Entry(id, title, Kind.SLUICE, task, Optional.of(jdk), settings);
  }

  private Entry peer(String id, String title, Kind kind, Map<String, String> settings) {
    return new Entry(
        id, title, kind, task, Optional.of(Jdk.current()), Entry.Settings.of(settings));
  }
}
