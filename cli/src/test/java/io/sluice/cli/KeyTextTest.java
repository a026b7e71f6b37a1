package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"usr_456", "a b", "käse", "日本"})
  void printableText_isShownAsItIs(String key) {
    assertThat(KeyText.of(key.getBytes(UTF_8))).isEqualTo(key);
    assertThat(KeyText.parse(key)).isEqualTo(key.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", " a", "a\n", "\u001b[31m", "hex:00", "a\u202eb", "a\u2028b"})
  void whatATerminalWouldNotShow_isHex(String key) {
    String text = KeyText.of(key.getBytes(UTF_8));

    assertThat(text).matches("hex:([0-9a-f]{2})*");
    assertThat(KeyText.parse(text)).isEqualTo(key.getBytes(UTF_8));
  }

  @Test
  void bytesThatAreNoText_areHex() {
    byte[] key = {0, (byte) 0xff, 'a'};

    assertThat(KeyText.of(key)).isEqualTo("hex:00ff61");
    assertThat(KeyText.parse("hex:00FF61")).isEqualTo(key);
  }

  @Test
  void badHex_isNamed() {
    assertThatThrownBy(() -> KeyText.parse("hex:0"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("hex:0:")
        .hasMessageContaining("hex:00ff");
  }
}
