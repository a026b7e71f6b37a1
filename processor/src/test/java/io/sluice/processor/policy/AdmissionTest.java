package io.sluice.processor.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final long NOW = 1_000;

  @Test
  void event_runsWhenNothingHoldsIt() {
    assertThat(Admission.at(null, null, NOW)).isEqualTo(new Admission.Run());
    assertThat(Admission.at(NOW, NOW + 1, NOW)).isEqualTo(new Admission.Run());
  }

  @Test
  void event_isHeldUntilItIsDue() {
    assertThat(Admission.at(NOW + 1, null, NOW)).isEqualTo(new Admission.HoldUntil(NOW + 1));
  }

  @Test
  void event_expiresAtItsTimeAndNotBefore() {
    assertThat(Admission.at(null, NOW, NOW)).isEqualTo(new Admission.Expire());
    assertThat(Admission.at(NOW - 5, NOW - 1, NOW)).isEqualTo(new Admission.Expire());
  }

  @Test
  void eventDueAfterItsExpiry_isHeldUntilItExpires() {
    assertThat(Admission.at(NOW + 50, NOW + 20, NOW)).isEqualTo(new Admission.HoldUntil(NOW + 20));
  }
}
