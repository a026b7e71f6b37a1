package io.sluice.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.producer.RecordingPublisher;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.avro.Envelope;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLineTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final RecordingPublisher publisher =
      new RecordingPublisher(
          "shop.events", new InMemorySchemaRegistry(), Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void everyField_reachesTheEnvelope() throws BadLineException {
    Envelope envelope =
        published(
            """
            {"id":"e1","type":"order.paid","key":"usr_1","data":{"n":1.10},"source":"till",
            "correlation_id":"c1","causation_id":"c0","timestamp":"2026-11-24T10:00:00+01:00",
            "delay":"5m","expires":"2026-11-25T00:00:00Z","labels":{"shop":"north"}}
            """);

    assertThat(envelope.getId()).isEqualTo("e1");
    assertThat(envelope.getType()).isEqualTo("order.paid");
    assertThat(envelope.getSource()).isEqualTo("till");
    assertThat(envelope.getTimestamp()).isEqualTo(Instant.parse("2026-11-24T09:00:00Z"));
    assertThat(envelope.getMetadata().getCorrelationId()).isEqualTo("c1");
    assertThat(envelope.getMetadata().getCausationId()).isEqualTo("c0");
    assertThat(envelope.getMetadata().getNotBefore()).isEqualTo(NOON.plusSeconds(300));
    assertThat(envelope.getMetadata().getExpiresAt())
        .isEqualTo(Instant.parse("2026-11-25T00:00:00Z"));
    assertThat(envelope.getMetadata().getLabels()).isEqualTo(Map.of("shop", "north"));
    assertThat(publisher.events().get(0).key()).isEqualTo("usr_1".getBytes(UTF_8));
    assertThat(publisher.drafts().get(0).data()).hasToString("{\"n\":1.10}");
  }

  @Test
  void nullsAndAbsentFields_areTheSame() throws BadLineException {
    Envelope envelope =
        published("{\"id\":null,\"type\":\"a.b\",\"key\":null,\"data\":[1],\"delay\":null}");

    assertThat(publisher.events().get(0).key()).isEqualTo(envelope.getId().getBytes(UTF_8));
    assertThat(envelope.getMetadata().getNotBefore()).isNull();
  }

  @Test
  void hasId_tellsWhetherTheLineNamesItsEvent() throws BadLineException {
    assertThat(parse("{\"id\":\"1\",\"type\":\"a\",\"data\":1}").hasId()).isTrue();
    assertThat(parse("{\"type\":\"a\",\"data\":1}").hasId()).isFalse();
  }

  @Test
  void timesInMilliseconds_areTaken() throws BadLineException {
    Envelope envelope =
        published("{\"type\":\"a\",\"data\":1,\"at\":1800000000000,\"expires\":\"90s\"}");

    assertThat(envelope.getMetadata().getNotBefore())
        .isEqualTo(Instant.ofEpochMilli(1_800_000_000_000L));
    assertThat(envelope.getMetadata().getExpiresAt()).isEqualTo(NOON.plusSeconds(90));
  }

  @Test
  void byteOrderMarkAndNonAscii_areText() throws BadLineException {
    Envelope envelope = published("\uFEFF{\"type\":\"a\",\"data\":\"Zoë 🎉\"}");

    assertThat(publisher.data(envelope, JsonNode.class).textValue()).isEqualTo("Zoë 🎉");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1]                                        | $: expected an object, found an array of 1",
        "{\"data\":1}                               | $.type: expected a string, found nothing",
        "{\"type\":7,\"data\":1}                    | $.type: expected a string, found number 7",
        "{\"type\":\"a b\",\"data\":1}              | $.type: ",
        "{\"type\":\"a\"}                           | $.data: expected the event's payload",
        "{\"type\":\"a\",\"data\":1,\"id\":5}       | $.id: expected a string, found number 5",
        "{\"type\":\"a\",\"data\":1,\"id\":\" \"}   | $.id: expected a string that is not blank",
        "{\"type\":\"a\",\"data\":1,\"key\":{}}     | $.key: expected a string, found an object",
        "{\"type\":\"a\",\"data\":1,\"delay\":\"5 parsecs\"} | $.delay: expected a duration such",
        "{\"type\":\"a\",\"data\":1,\"delay\":5}    | $.delay: expected a string, found number 5",
        "{\"type\":\"a\",\"data\":1,\"at\":\"noon\"} | $.at: expected a point in time such as",
        "{\"type\":\"a\",\"data\":1,\"at\":true}    | $.at: expected a point in time such as",
        "{\"type\":\"a\",\"data\":1,\"at\":1,\"delay\":\"1s\"} | $.at: given together with delay",
        "{\"type\":\"a\",\"data\":1,\"expires\":\"x\"} | $.expires: expected a duration such as",
        "{\"type\":\"a\",\"data\":1,\"labels\":[]}  | $.labels: expected an object of strings",
        "{\"type\":\"a\",\"data\":1,\"labels\":{\"x\":1}} | $.labels.x: expected a string",
        "{\"type\":\"a\",\"data\":1,\"kye\":\"k\"}  | $.kye: unknown field; an event has at, ",
        "{\"type\":\"a\",\"type\":\"b\",\"data\":1} | $: not JSON: Duplicate",
        "{\"type\":\"a\",\"data\":1} {}             | $: not JSON: Trailing token",
        "{\"type\":                                 | $: not JSON: Unexpected end-of-input",
      })
  void badLine_isToldWithPathAndWhatIsExpected(String line, String expected) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(BadLineException.class)
        .hasMessageStartingWith(expected.strip());
  }

  @Test
  void bytesThatAreNoText_areTold() {
    byte[] latin = "{\"type\":\"a\",\"data\":\"Zoë\"}".getBytes(ISO_8859_1);

    assertThatThrownBy(() -> EventLine.parse(new JsonLines.Line(3, latin, 0, false)))
        .hasMessage("$: not UTF-8 text");
  }

  @Test
  void lineThatIsTooLong_isTold() {
    assertThatThrownBy(() -> EventLine.parse(new JsonLines.Line(3, new byte[0], 0, true)))
        .hasMessageContaining("at most 16777216 bytes");
  }

  private Envelope published(String line) throws BadLineException {
    publisher.publish(parse(line).draft()).join();
    return publisher.envelopes().get(0);
  }

  private static EventLine parse(String line) throws BadLineException {
    return EventLine.parse(new JsonLines.Line(1, line.getBytes(UTF_8), 0, false));
  }
}
