package io.sluice.processor.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandlerSettingsTest {
  @Test
  void values_areReadAsWhatTheyAreAskedAs() {
    HandlerSettings settings =
        HandlerSettings.of(
            Map.of("host", "h", "port", 25, "tls", true, "wait", "5s", "dir", "out"));

    assertThat(settings.string("host")).isEqualTo("h");
    assertThat(settings.integer("port")).isEqualTo(25);
    assertThat(settings.bool("tls", false)).isTrue();
    assertThat(settings.duration("wait", Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.path("dir")).isEqualTo(Path.of("out"));
    assertThat(settings.integer("retries", 3)).isEqualTo(3);
  }

  @Test
  void badValue_isNamedWithWhatWasExpected() {
    HandlerSettings settings = HandlerSettings.of(Map.of("port", "many", "tls", "yes", "wait", 5));

    assertThatThrownBy(() -> settings.integer("port"))
        .hasMessage("port: expected a whole number, found \"many\"");
    assertThatThrownBy(() -> settings.bool("tls", false))
        .hasMessage("tls: expected true or false, found \"yes\"");
    assertThatThrownBy(() -> settings.duration("wait", Duration.ZERO))
        .hasMessageStartingWith("wait: expected a duration such as 200ms");
    assertThatThrownBy(() -> settings.string("host"))
        .isInstanceOf(SettingException.class)
        .hasMessage("host: is missing; add it to the handler's config");
  }

  @Test
  void unaskedSettings_areTold() {
    HandlerSettings settings = HandlerSettings.of(Map.of("smtp_host", "h", "smpt_port", 25));
    settings.string("smtp_host");

    assertThat(settings.unread()).containsExactly("smpt_port");
  }
}
