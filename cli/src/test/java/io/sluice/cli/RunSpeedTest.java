package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ReplayBar.RunSpeed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RunSpeedTest {
  private final RunSpeed speed = new RunSpeed();

  @Test
  void isUnknown_afterTheFirstTransaction() {
    speed.advanced(2_000, 23_000, Duration.ZERO);

    assertThat(speed.isUnknown()).isFalse();
    assertThat(speed.text()).isEmpty();
    assertThat(speed.remaining()).isEmpty();
  }

  @Test
  void isThatOfTheLettersAfterTheFirstTransaction() {
    speed.advanced(2_000, 23_000, Duration.ZERO);
    speed.advanced(5_000, 23_000, Duration.ofSeconds(2));

    assertThat(speed.text()).contains("1,500/s");
    assertThat(speed.remaining()).contains(Duration.ofSeconds(12));
  }

  @Test
  void isToldByTheMinute_whereItIsSlow() {
    speed.advanced(1, 7, Duration.ZERO);
    speed.advanced(3, 7, Duration.ofSeconds(4));

    assertThat(speed.text()).contains("30/m");
    assertThat(speed.remaining()).contains(Duration.ofSeconds(8));
  }
}
