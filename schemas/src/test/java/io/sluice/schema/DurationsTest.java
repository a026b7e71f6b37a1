package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"200ms,200", "1s,1000", "5m,300000", "24h,86400000", "7d,604800000", "0s,0"})
  void parse_reads_each_unit(String text, long ms) {
    assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(ms));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 min", "-1s", "1.5h", "s", "99999999999999999999d"})
  void parse_refuses_what_is_no_duration_and_says_so(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({"60000,1m", "1500,1500ms", "86400000,1d", "0,0s", "90000,90s"})
  void format_takes_the_largest_unit_that_divides(long ms, String text) {
    assertThat(Durations.format(Duration.ofMillis(ms))).isEqualTo(text);
  }

  @Test
  void format_tells_what_milliseconds_cannot_hold() {
    assertThat(Durations.format(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo("106751991167300d");
  }

  @Property
  void format_and_parse_are_inverse(@ForAll @LongRange(min = 0, max = 1L << 50) long ms) {
    Duration duration = Duration.ofMillis(ms);
    assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
  }
}
