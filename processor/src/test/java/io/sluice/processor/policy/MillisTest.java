package io.sluice.processor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class MillisTest {
  @Property
  void sumAndDifference_stopAtTheEndsOfALong(@ForAll long a, @ForAll long b) {
    BigInteger exactly = BigInteger.valueOf(a);

    assertThat(Millis.sum(a, b)).isEqualTo(bounded(exactly.add(BigInteger.valueOf(b))));
    assertThat(Millis.difference(a, b)).isEqualTo(bounded(exactly.subtract(BigInteger.valueOf(b))));
  }

  @Property
  void duration_isAtMostWhatALongHolds(@ForAll @LongRange(min = 0) long seconds) {
    BigInteger exactly = BigInteger.valueOf(seconds).multiply(BigInteger.valueOf(1_000));

    assertThat(Millis.of(Duration.ofSeconds(seconds))).isEqualTo(bounded(exactly));
  }

  private static long bounded(BigInteger exactly) {
    return exactly
        .min(BigInteger.valueOf(Long.MAX_VALUE))
        .max(BigInteger.valueOf(Long.MIN_VALUE))
        .longValueExact();
  }
}
