package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LetterChoiceTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-24T18:00:00Z"), ZoneOffset.UTC);

  @Test
  void times_arePointsOrSoLongAgo() {
    LetterChoice choice = new LetterChoice();
    choice.from = "2h";
    choice.to = "2026-11-24T18:00:00+01:00";
    assertThat(choice.filter(NOW).from()).isEqualTo("2026-11-24T16:00:00Z");
    assertThat(choice.filter(NOW).to()).isEqualTo("2026-11-24T17:00:00Z");
  }

  @Test
  void wrongTime_namesTheOption_andIsWrongUsage() {
    LetterChoice choice = new LetterChoice();
    choice.from = "yesterday";
    assertThatThrownBy(() -> choice.filter(NOW))
        .isInstanceOfSatisfying(
            UserErrorException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageContaining("--from")
        .hasMessageContaining("yesterday");
  }

  @Test
  void wrongPattern_namesTheOption() {
    LetterChoice choice = new LetterChoice();
    choice.types = List.of("user.we*");
    assertThatThrownBy(() -> choice.filter(NOW))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("--type");
  }
}
