package io.sluice.processor.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

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

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 5000", "3, 60000", "4, 60000", "2147483647, 60000", "0, 1000"})
  void listedWaits_areTakenInTurnAndTheLastRepeats(int attempt, long expected) {
    Backoff backoff =
        new Backoff(
            new Backoff.Listed(
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(1))),
            Duration.ofHours(1),
            0);

    assertThat(backoff.after(attempt, new Random(1))).isEqualTo(Duration.ofMillis(expected));
  }

  @Property
  void wait_isNeverNegativeNorAboveTheCap(
      @ForAll("backoffs") Backoff backoff, @ForAll int attempt, @ForAll long seed) {
    assertThat(backoff.after(attempt, new Random(seed)))
        .isBetween(Duration.ZERO, backoff.maxDelay());
  }

  @Property
  void wait_growsWithEachAttempt(
      @ForAll("growing") Backoff.Exponential waits,
      @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE - 1) int attempt) {
    Backoff exact = new Backoff(waits, FOREVER, 0);

    assertThat(exact.after(attempt + 1, new Random(1)))
        .isGreaterThanOrEqualTo(exact.after(attempt, new Random(1)));
  }

  @Provide
  Arbitrary<Backoff> backoffs() {
    return Combinators.combine(
            Arbitraries.oneOf(growing(), listed()),
            durations(),
            Arbitraries.doubles().between(0, 1))
        .as(
            (waits, cap, jitter) ->
                waits instanceof Backoff.Exponential growing && growing.delay().compareTo(cap) > 0
                    ? new Backoff(waits, growing.delay(), jitter)
                    : new Backoff(waits, cap, jitter));
  }

  @Provide
  Arbitrary<Backoff.Exponential> growing() {
    return Combinators.combine(durations(), Arbitraries.doubles().between(1, Double.MAX_VALUE))
        .as(Backoff.Exponential::new);
  }

  private static Arbitrary<Backoff.Listed> listed() {
    return durations().list().ofMinSize(1).ofMaxSize(5).map(Backoff.Listed::new);
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(0, 86_400_000).map(Duration::ofMillis),
        Arbitraries.longs().greaterOrEqual(0).map(Duration::ofMillis),
        Arbitraries.longs().greaterOrEqual(0).map(Duration::ofSeconds));
  }

  @ParameterizedTest
  @CsvSource({"0, 8000, 8000", "0.5, 4000, 8000", "1, 0, 8000"})
  void jitter_isNoneEqualOrFull(double jitter, long least, long most) {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), 2, Duration.ofHours(1), jitter);
    RandomGenerator lowest = () -> -1L;
    RandomGenerator highest = () -> 0L;

    assertThat(backoff.after(4, lowest)).isEqualTo(Duration.ofMillis(least));
    assertThat(backoff.after(4, highest)).isEqualTo(Duration.ofMillis(most));
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

  @Test
  void listWithoutAWait_isRefused() {
    assertThatThrownBy(() -> new Backoff.Listed(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff.Listed(List.of(Duration.ofMillis(-1))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
