package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDraftTest {

  private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");

  @Test
  void setters_return_copies() {
    EventDraft plain = EventDraft.of("user.created", Map.of());
    EventDraft labelled = plain.id("1").label("a", "1").label("b", "2").label("a", "3");

    assertThat(plain.givenId()).isEmpty();
    assertThat(plain.givenLabels()).isEmpty();
    assertThat(labelled.givenId()).contains("1");
    assertThat(labelled.givenLabels()).isEqualTo(Map.of("a", "3", "b", "2"));
  }

  @Test
  void delay_and_expiry_count_from_publishing() {
    EventDraft draft =
        EventDraft.of("a", Map.of()).delay(Duration.ofSeconds(2)).expiresIn(Duration.ofHours(1));

    assertThat(draft.notBefore(NOW)).contains(NOW.plusSeconds(2));
    assertThat(draft.expiresAt(NOW)).contains(NOW.plusSeconds(3600));
  }

  @Test
  void the_later_of_delay_and_at_holds() {
    EventDraft draft = EventDraft.of("a", Map.of()).delay(Duration.ofSeconds(2)).at(NOW);

    assertThat(draft.notBefore(NOW.plusSeconds(60))).contains(NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a.*", "#", "a\nb"})
  void type_must_be_dotted_words(String type) {
    assertThatThrownBy(() -> EventDraft.of(type, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("words joined by dots");
  }

  @Test
  void times_must_not_be_negative() {
    EventDraft draft = EventDraft.of("a", Map.of());

    assertThatThrownBy(() -> draft.delay(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delay");
    assertThatThrownBy(() -> draft.id(" ")).isInstanceOf(IllegalArgumentException.class);
  }
}
