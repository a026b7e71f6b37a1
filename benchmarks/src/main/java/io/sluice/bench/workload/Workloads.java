package io.sluice.bench.workload;

import io.sluice.bench.measure.LatenessMeasurement;
import io.sluice.bench.measure.Program;
import io.sluice.bench.measure.Task;
import io.sluice.bench.report.Measure;
import io.sluice.bench.report.Measure.Better;
import io.sluice.bench.topic.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All workloads, each in one method: what is on the topic, who is measured, what is told. */
public final class Workloads {
  private static final Measure RATE =
      new Measure("events_per_second", "events/s", Better.HIGHER, 0);
  private static final Measure SECONDS = new Measure("seconds", "seconds", Better.LOWER, 2);
  private static final String RATE_LEGEND =
      "events/s: from when as many events are handled as there are to warm up with, to when all"
          + " are; start and joining the group do not count.";

  private final Scale scale;

  private Workloads(Scale scale) {
    this.scale = scale;
  }

  /**
   * Of that size, in order.
   *
   * @param soak how long the soak takes
   */
  public static List<Workload> of(Scale scale, Duration soak) {
    Workloads made = new Workloads(scale);
    List<Workload> all = new ArrayList<>();
    all.add(made.nothing());
    all.add(made.waiting());
    all.add(made.waitingInTurn());
    all.add(made.retries());
    all.add(made.latency());
    all.add(made.delays());
    if (scale == Scale.FULL) {
      all.add(made.manyDelays());
    }
    all.add(made.order());
    all.add(made.replay());
    all.add(made.restart());
    all.add(made.soak(soak));
    return all;
  }

  private Workload nothing() {
    int events = scale.of(1_000_000, 10_000);
    int warmUp = scale.of(500_000, 2_000);
    Entries entries = new Entries(Task.NOTHING);
    return new PreloadedWorkload(
        new Description(
            "W1",
            count(events) + " events, handler does nothing",
            List.of(
                RATE_LEGEND,
                "Exactly once: Sluice (but where told) and Kafka Streams; at least once: the"
                    + " others. Only Sluice reads the envelope; all read the same topic."),
            List.of(RATE)),
        new Input("w1", events + warmUp, warmUp, scale.of(100_000, 1_000)),
        List.of(
            entries.sluice(),
            entries.sluice(
                "sluice-nodedupe", "Sluice, no dedupe", Map.of("dedupe.enabled", "false")),
            entries.sluice(
                "sluice-nostatus", "Sluice, no status", Map.of("status.enabled", "false")),
            entries.sluice(
                "sluice-inline", "Sluice, on the stream thread", Map.of("dispatch", "inline")),
            entries.sluice(
                "sluice-alo",
                "Sluice, no dedupe, at least once",
                Map.of("dedupe.enabled", "false", "guarantee", "at_least_once")),
            entries.sluice(
                "sluice-off",
                "Sluice, all of these off",
                Map.of(
                    "dedupe.enabled", "false",
                    "status.enabled", "false",
                    "dispatch", "inline",
                    "guarantee", "at_least_once")),
            entries.streams(),
            entries.consumer(),
            entries.spring(),
            entries.parallel(16)),
        limit(300, 60));
  }

  private Workload waiting() {
    int events = scale.of(100_000, 2_000);
    int warmUp = scale.of(100_000, 200);
    int keys = scale.of(10_000, 500);
    Entries entries = new Entries(Task.WAIT);
    return new PreloadedWorkload(
        new Description(
            "W2",
            count(events) + " events over " + count(keys) + " keys, handler waits 10 ms",
            List.of(
                RATE_LEGEND,
                "A plain consumer loop is not run: one thread that waits 10 ms an event cannot do"
                    + " more than 100 events/s. Spring Kafka is in W2s."),
            List.of(RATE)),
        new Input("w2", events + warmUp, warmUp, keys),
        List.of(
            entries.sluiceWaiting(Map.of("concurrency", "500", "max_in_flight", "5000")),
            entries.sluiceOnVirtualThreads(Map.of("concurrency", "5000", "max_in_flight", "10000")),
            entries.parallel(100),
            entries.parallel(1_000)),
        limit(300, 60));
  }

  /** One at a time for each partition: with as many events as the others it would take minutes. */
  private Workload waitingInTurn() {
    int events = scale.of(10_000, 1_000);
    int warmUp = scale.of(2_000, 200);
    return new PreloadedWorkload(
        new Description(
            "W2s",
            count(events) + " events, handler waits 10 ms, one at a time for each of 6 partitions",
            List.of(RATE_LEGEND),
            List.of(RATE)),
        new Input("w2s", events + warmUp, warmUp, scale.of(10_000, 500)),
        List.of(new Entries(Task.WAIT).spring()),
        limit(120, 60));
  }

  private Workload retries() {
    int events = scale.of(10_000, 500);
    int warmUp = scale.of(20_000, 100);
    Entries entries = new Entries(Task.FAIL_ONCE);
    return new PreloadedWorkload(
        new Description(
            "W3",
            count(events) + " events, a tenth fail once and are retried after 1 s",
            List.of(
                "seconds: from the first event's start (without those to warm up with) to the end"
                    + " of the last one; 1 s is the least possible."),
            List.of(SECONDS)),
        new Input("w3", events + warmUp, warmUp, 0),
        List.of(
            entries.sluice(), entries.spring(), entries.springWithoutSeek(), entries.parallel(100)),
        limit(120, 60));
  }

  private Workload latency() {
    int seconds = scale.of(30, 3);
    int warmUp = scale.of(20_000, 100);
    Entries entries = new Entries(Task.NOTHING);
    return new LiveWorkload(
        new Description(
            "W4",
            "100 events/s for " + seconds + " s: time from publishing",
            List.of(
                "start: until the handler starts; emitted: until the event that it emits can be"
                    + " read with read_committed. ms, from when the event was due to be published"
                    + " (corrected for coordinated omission)."),
            List.of(
                milliseconds("start_p50_ms", "start p50"),
                milliseconds("start_p99_ms", "p99"),
                milliseconds("start_p999_ms", "p99.9"),
                milliseconds("emitted_p50_ms", "emitted p50"),
                milliseconds("emitted_p99_ms", "p99"),
                milliseconds("emitted_p999_ms", "p99.9"))),
        Program.LATENCY,
        new Input("w4", seconds * 100 + warmUp, warmUp, 0),
        Map.of(),
        List.of(
            entries.sluiceEmitting(),
            entries.streams(),
            entries.consumer(),
            entries.spring(),
            entries.parallel(16)),
        limit(120, 60));
  }

  private Workload delays() {
    return delays("W5", scale.of(100_000, 2_000), scale.of(5_000, 2_000), scale.of(15_000, 4_000));
  }

  /** As many of them a second as in the smaller one; and time to take them all in before. */
  private Workload manyDelays() {
    return delays("W5m", 1_000_000, 60_000, 160_000);
  }

  private Workload delays(String id, int events, int fromMs, int toMs) {
    int warmUp = scale.of(50_000, 100);
    return new LiveWorkload(
        new Description(
            id,
            count(events) + " events delayed by " + fromMs / 1_000 + " to " + toMs / 1_000 + " s",
            List.of("late: from the time that an event is due to its handler's start, in ms."),
            List.of(
                milliseconds("late_p50_ms", "late p50"),
                milliseconds("late_p99_ms", "p99"),
                milliseconds("late_p999_ms", "p99.9"),
                milliseconds("late_max_ms", "max"))),
        Program.LATENESS,
        new Input("w5", events + warmUp, warmUp, 0),
        Map.of(
            LatenessMeasurement.FROM, Integer.toString(fromMs),
            LatenessMeasurement.TO, Integer.toString(toMs)),
        List.of(new Entries(Task.NOTHING).sluice()),
        limit(400, 60));
  }

  private Workload order() {
    int keys = scale.of(10_000, 200);
    int warmUp = keys * scale.of(20, 5);
    int events = keys * scale.of(30, 10);
    Map<String, String> byKey =
        Map.of("ordering", "key", "retry.backoff.delay", scale == Scale.FULL ? "5s" : "1s");
    return new PreloadedWorkload(
        new Description(
            "W6",
            count(events) + " events, a tenth of " + count(keys) + " keys has a failing head",
            List.of(
                "events/s: of the other keys only, which nothing should hold up.",
                "out of order: events that ran before an earlier one of their key was done."),
            List.of(RATE, new Measure("out_of_order", "out of order", Better.LOWER, 0))),
        new Input("w6", events + warmUp, warmUp, keys),
        List.of(
            new Entries(Task.HEADS_FINE).sluice("sluice", "Sluice, nothing fails", byKey),
            new Entries(Task.FAIL_HEADS).sluice("sluice-failing", "Sluice, heads fail", byKey)),
        limit(200, 60));
  }

  private Workload replay() {
    int letters = scale.of(1_000_000, 5_000);
    int warmUp = scale.of(50_000, 500);
    return new ReplayWorkload(
        new Description(
            "W7",
            "replay of " + count(letters) + " dead letters",
            List.of("records/s: of one replay from its start to its end, connecting included."),
            List.of(new Measure("records_per_second", "records/s", Better.HIGHER, 0), SECONDS)),
        new Input("w7", letters, warmUp, 0),
        List.of(new Entries(Task.NOTHING).sluice()),
        limit(200, 60));
  }

  private Workload restart() {
    int ids = scale.of(1_000_000, 5_000);
    int delayed = scale.of(100_000, 500);
    return new RestartWorkload(
        new Description(
            "W8",
            "restart with " + count(ids) + " ids to know again and " + count(delayed) + " delayed",
            List.of(
                "seconds: from the start of the process to the first event handled, which was"
                    + " waiting; after a clean stop, and after kill -9."),
            List.of(
                new Measure("after_stop_seconds", "after stop, s", Better.LOWER, 2),
                new Measure("after_kill_seconds", "after kill -9, s", Better.LOWER, 2))),
        new Input("w8", ids, 0, 0),
        delayed,
        List.of(new Entries(Task.NOTHING).sluice()),
        limit(300, 60));
  }

  private Workload soak(Duration time) {
    int rate = scale.of(20_000, 2_000);
    int events = Math.toIntExact(time.toSeconds() * rate);
    return new SoakWorkload(
        new Description(
            "soak",
            count(rate) + " events/s for " + time.toSeconds() + " s, with a heap of 512 MB",
            List.of(
                "heap: what is live in the old generation after a full collection, one being asked"
                    + " for every 30 s (in a short soak every sixth of it); rss: of the process,"
                    + " what RocksDB takes included. Medians of the first and of the last third.",
                "Fails when the heap of the last third is over 1.3 times that of the first and"
                    + " 20 MB, when memory runs out, or when an event is lost. events/s: as"
                    + " published, which waits for a contestant that does not keep up."),
            List.of(
                RATE,
                megabytes("heap_first_mb", "heap MB, first"),
                megabytes("heap_last_mb", "last third"),
                new Measure("heap_ratio", "heap ratio", Better.LOWER, 2),
                megabytes("rss_first_mb", "rss MB, first"),
                megabytes("rss_last_mb", "last third"),
                new Measure("rss_ratio", "rss ratio", Better.LOWER, 2))),
        new Input("soak", events, 0, scale.of(100_000, 1_000)),
        rate,
        time,
        List.of(new Entries(Task.NOTHING).sluice()));
  }

  private static Measure megabytes(String figure, String title) {
    return new Measure(figure, title, Better.LOWER, 0);
  }

  private static Measure milliseconds(String figure, String title) {
    return new Measure(figure, title, Better.LOWER, 1);
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private Duration limit(int fullSeconds, int quickSeconds) {
    return Duration.ofSeconds(scale.of(fullSeconds, quickSeconds));
  }
}
