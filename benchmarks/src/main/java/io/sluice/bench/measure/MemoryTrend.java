package io.sluice.bench.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How memory went over a soak: medians of the first and the last third of its samples.
 *
 * @param samples in the order of time
 */
record MemoryTrend(List<MemorySample> samples) {
  private static final double FACTOR = 1.3;
  private static final double ALLOWANCE_MB = 20;
  private static final double MB = 1024 * 1024;

  /** Fewer tell no trend. */
  private static final int FEWEST = 3;

  MemoryTrend {
    samples = List.copyOf(samples);
  }

  /** What is wrong with it. */
  List<String> problems() {
    if (samples.size() < FEWEST) {
      return List.of("only " + samples.size() + " samples of the memory were taken");
    }
    double first = first(MemorySample::liveBytes);
    double last = last(MemorySample::liveBytes);
    return last <= FACTOR * first + ALLOWANCE_MB
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT, "the heap after a collection grew from %.0f to %.0f MB", first, last));
  }

  Map<String, Double> figures() {
    if (samples.size() < FEWEST) {
      return Map.of();
    }
    Map<String, Double> figures = new HashMap<>();
    put(figures, "heap", MemorySample::liveBytes);
    put(figures, "rss", MemorySample::rssBytes);
    figures.put(
        "heap_used_max_mb",
        samples.stream().mapToLong(MemorySample::heapBytes).max().orElse(0) / MB);
    figures.put("samples", (double) samples.size());
    return figures;
  }

  private void put(Map<String, Double> figures, String name, ToLongFunction<MemorySample> bytes) {
    double first = first(bytes);
    double last = last(bytes);
    figures.put(name + "_first_mb", first);
    figures.put(name + "_last_mb", last);
    if (first > 0) {
      figures.put(name + "_ratio", last / first);
    }
  }

  private double first(ToLongFunction<MemorySample> bytes) {
    return median(samples.subList(0, samples.size() / 3), bytes);
  }

  private double last(ToLongFunction<MemorySample> bytes) {
    return median(samples.subList(samples.size() - samples.size() / 3, samples.size()), bytes);
  }

  private static double median(List<MemorySample> some, ToLongFunction<MemorySample> bytes) {
    long[] sorted = some.stream().mapToLong(bytes).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    return median / MB;
  }
}
