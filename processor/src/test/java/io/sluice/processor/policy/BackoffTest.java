package io.sluice.processor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  @ParameterizedTest
  @CsvSource({
    "100, 2, 10000, 1, 100",
    "100, 2, 10000, 2, 200",
    "100, 2, 10000, 5, 1600",
    "100, 2, 1000, 5, 1000",
    "100, 1, 1000, 9, 100",
    "0, 2, 1000, 9, 0",
    "100, 3, 9000000, 4, 2700",
    "1000, 2, 600000, 4000, 600000"
  })
  void wait_growsUpToTheCap(long delay, double multiplier, long max, int attempt, long expected) {
    Backoff backoff = new Backoff(Duration.ofMillis(delay), multiplier, Duration.ofMillis(max), 0);

    assertThat(backoff.after(attempt, new Random(1))).isEqualTo(Duration.ofMillis(expected));
  }

  @Property
  void jitter_staysWithinItsPartOfTheWait(
      @ForAll @LongRange(min = 0, max = 100_000) long delay,
      @ForAll @DoubleRange(min = 1, max = 10) double multiplier,
      @ForAll @DoubleRange(min = 0, max = 1) double jitter,
      @ForAll @IntRange(min = 1, max = 2_000) int attempt,
      @ForAll long seed) {
    Duration base = Duration.ofMillis(delay);
    Duration max = Duration.ofHours(1);
    Duration exact = new Backoff(base, multiplier, max, 0).after(attempt, new Random(seed));

    Duration jittered = new Backoff(base, multiplier, max, jitter).after(attempt, new Random(seed));

    assertThat(jittered).isLessThanOrEqualTo(exact);
    assertThat(jittered.toMillis())
        .isGreaterThanOrEqualTo((long) Math.floor(exact.toMillis() * (1 - jitter)) - 1);
  }

  @ParameterizedTest
  @CsvSource({"-1, 2, 10, 0", "1, 0.5, 10, 0", "20, 2, 10, 0", "1, 2, 10, 1.1", "1, 2, 10, -0.1"})
  void badValue_isRefused(long delay, double multiplier, long max, double jitter) {
    assertThatThrownBy(
            () -> new Backoff(Duration.ofMillis(delay), multiplier, Duration.ofMillis(max), jitter))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
