package io.sluice.bench.measure;

import java.util.Map;
import org.HdrHistogram.Histogram;

/** A distribution of times, in microseconds inside, told in milliseconds. Not thread-safe. */
final class Percentiles {
  private static final long LONGEST_US = 600_000_000L;
  private static final int DIGITS = 3;

  private final Histogram histogram = new Histogram(LONGEST_US, DIGITS);

  void add(long nanos) {
    histogram.recordValue(Math.min(LONGEST_US, Math.max(0, nanos / 1_000)));
  }

  /** Puts {@code prefix_p50_ms} and so on. */
  void putInto(Map<String, Double> figures, String prefix) {
    figures.put(prefix + "_p50_ms", at(50));
    figures.put(prefix + "_p99_ms", at(99));
    figures.put(prefix + "_p999_ms", at(99.9));
    figures.put(prefix + "_max_ms", at(100));
  }

  private double at(double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1_000.0;
  }
}
