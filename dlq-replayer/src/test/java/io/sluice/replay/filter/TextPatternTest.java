package io.sluice.replay.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextPatternTest {

  @Test
  void expressionsOfEveryDay_fit() {
    String uuid = "[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}";
    assertThat(TextPattern.compile(uuid).isIn("id 0197c1de-6a3e-7c53-9d0e-1f2a3b4c5d6e gone"))
        .isTrue();
    assertThat(TextPattern.compile("^(\\d{1,3}\\.){3}\\d{1,3}$").isIn("10.0.0.1")).isTrue();
    assertThat(TextPattern.compile("").isIn("")).isTrue();
    assertThat(TextPattern.compile("(".repeat(400) + "a" + ")".repeat(400)).isIn("a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(((a{1000}[)]){1000})[(]){1000}",
        "((a{1000}\\Q)\\E){1000}){1000}",
        "((a{1000})\\Q\\E{1000}){1000}",
        "((a{99}b{9,999}){9,99}){9,}"
      })
  void expressionsThatWouldTakeAllMemory_areRefused(String expression) {
    assertThatThrownBy(() -> TextPattern.compile(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too large");
  }

  @Test
  void longExpressions_areRefused() {
    assertThatThrownBy(() -> TextPattern.compile("(".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too large");
  }

  @Test
  void ofALongText_theBeginningIsLookedInto() {
    String text = "x".repeat(TextPattern.MOST_TEXT - 1);
    assertThat(TextPattern.compile("y").isIn(text + "y")).isTrue();
    assertThat(TextPattern.compile("y").isIn(text + "xy")).isFalse();
  }
}
