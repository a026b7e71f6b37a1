package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlainTextTest {

  @Test
  void line_letsNoControlCharacterThrough() {
    assertThat(PlainText.line("a\u001b[31mb\nc\td\u0007")).isEqualTo("a\uFFFD[31mb c d\uFFFD");
    assertThat(PlainText.line(" ")).isEqualTo("-");
    assertThat(PlainText.line(null)).isEqualTo("-");
  }

  @Test
  void lines_keepsBreaksAndTabs() {
    assertThat(PlainText.lines("a\r\n\tb\u0000")).isEqualTo("a\n\tb\uFFFD");
  }

  @Test
  void cut_marksWhatIsMissing() {
    assertThat(PlainText.cut("abcdef", 4)).isEqualTo("abc…");
    assertThat(PlainText.cut("abcd", 4)).isEqualTo("abcd");
  }

  @Test
  void simpleName_isThatOfTheInnermostClass() {
    assertThat(PlainText.simpleName("shop.Mail$TimeoutException")).isEqualTo("TimeoutException");
    assertThat(PlainText.simpleName("unknown")).isEqualTo("unknown");
    assertThat(PlainText.simpleName("odd$")).isEqualTo("odd$");
  }

  @ParameterizedTest
  @CsvSource({"PT-3S, 0s", "PT0.5S, 0s", "PT59S, 59s", "PT5M30S, 5m", "PT23H, 23h", "PT49H, 2d"})
  void age_isTheLargestWholeUnit(Duration ago, String text) {
    Instant now = Instant.parse("2026-11-24T18:00:00Z");
    assertThat(PlainText.age(now.minus(ago), now)).isEqualTo(text);
  }
}
