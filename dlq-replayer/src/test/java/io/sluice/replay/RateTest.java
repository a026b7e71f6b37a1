package io.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RateTest {

  @ParameterizedTest
  @CsvSource({"100/s, 100, 1", "100, 100, 1", "30/m, 30, 60", "500/h, 500, 3600"})
  void rate_isANumberAndAUnit(String text, int letters, int seconds) {
    assertThat(Rate.parse(text)).isEqualTo(new Rate(letters, Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0/s", "-1", "fast", "10/d", "1.5/s", ""})
  void anythingElse_isRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Rate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100/s");
  }

  @Test
  void transactions_holdNoMoreThanASecondsWorth() {
    assertThat(Pace.of(Rate.parse("100/s"), 2_000).mostAtOnce()).isEqualTo(100);
    assertThat(Pace.of(Rate.parse("30/m"), 2_000).mostAtOnce()).isEqualTo(1);
    assertThat(Pace.of(Rate.parse("9000/s"), 2_000).mostAtOnce()).isEqualTo(2_000);
    assertThat(Pace.of(null, 2_000).mostAtOnce()).isEqualTo(2_000);
  }

  @Test
  void wait_isBrokenOffByStop() {
    CountDownLatch stop = new CountDownLatch(1);
    stop.countDown();
    Pace pace = Pace.of(Rate.parse("1/h"), 10);
    assertThat(pace.await(1, stop)).isFalse();
    assertThat(pace.await(1, stop)).isFalse();
  }
}
