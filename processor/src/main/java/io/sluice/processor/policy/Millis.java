package io.sluice.processor.policy;

import java.time.Duration;

/**
 * Arithmetic of milliseconds that stops at the ends of a long instead of passing them: a user's
 * duration may be any, and what comes from headers too.
 */
final class Millis {
  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  private Millis() {}

  /** Of a duration that is not negative. */
  static long of(Duration duration) {
    return duration.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : duration.toMillis();
  }

  static long sum(long a, long b) {
    long sum = a + b;
    boolean overflown = ((a ^ sum) & (b ^ sum)) < 0;
    return overflown ? end(a) : sum;
  }

  static long difference(long a, long b) {
    long difference = a - b;
    boolean overflown = ((a ^ b) & (a ^ difference)) < 0;
    return overflown ? end(a) : difference;
  }

  private static long end(long side) {
    return side < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
