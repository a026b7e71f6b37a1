package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class DeadLetterDialectTest {

  @Test
  void sluiceHeaders_tellEverything() {
    DeadLetter letter = Letters.letter("e1", "user.welcome_email", "java.io.IOException");
    assertThat(letter.pipeline()).isEqualTo("shop");
    assertThat(letter.id()).isEqualTo("e1");
    assertThat(letter.type()).isEqualTo("user.welcome_email");
    assertThat(letter.key()).isEqualTo("usr_1");
    assertThat(letter.attempts()).isEqualTo(5);
    assertThat(letter.reason()).isEqualTo("attempts_exhausted");
    assertThat(letter.error())
        .isEqualTo(
            new LastError("java.io.IOException", "no answer", "at shop.Mail.send(Mail.java:7)"));
    assertThat(letter.origin())
        .isEqualTo(new Origin("shop.events", 1, 77, Letters.DEAD_AT - 60_000));
    assertThat(letter.deadAt()).isEqualTo(Instant.ofEpochMilli(Letters.DEAD_AT));
    assertThat(letter.place()).hasToString("shop.dlq/1/5");
  }

  @Test
  void kafkaStreams_isRead() {
    Headers headers =
        text(
            "__streams.errors.topic", "orders",
            "__streams.errors.partition", "3",
            "__streams.errors.offset", "42",
            "__streams.errors.exception", "java.lang.IllegalStateException",
            "__streams.errors.message", "broken",
            "__streams.errors.stacktrace", "at x");
    assertRead(headers, new LastError("java.lang.IllegalStateException", "broken", "at x"));
    assertThat(Letters.foreign(headers).id()).isEqualTo("orders/3/42");
  }

  @Test
  void bakdata_sharesThePrefixWithOtherNames() {
    assertRead(
        text(
            "__streams.errors.topic", "orders",
            "__streams.errors.partition", "3",
            "__streams.errors.offset", "42",
            "__streams.errors.exception.class.name", "a.B",
            "__streams.errors.exception.message", "broken",
            "__streams.errors.exception.stack_trace", "at x"),
        new LastError("a.B", "broken", "at x"));
  }

  @Test
  void spring_numbersAreBigEndian_andTheCauseIsTheError() {
    Headers headers =
        text(
            "kafka_dlt-original-topic", "orders",
            "kafka_dlt-exception-fqcn", "org.spring.ListenerExecutionFailedException",
            "kafka_dlt-exception-cause-fqcn", "a.B",
            "kafka_dlt-exception-message", "broken",
            "kafka_dlt-exception-stacktrace", "at x");
    headers.add("kafka_dlt-original-partition", ByteBuffer.allocate(4).putInt(3).array());
    headers.add("kafka_dlt-original-offset", ByteBuffer.allocate(8).putLong(42).array());
    headers.add("kafka_dlt-original-timestamp", ByteBuffer.allocate(8).putLong(1_000).array());
    headers.add("retry_topic-attempts", ByteBuffer.allocate(4).putInt(4).array());
    DeadLetter letter = Letters.foreign(headers);
    assertThat(letter.origin()).isEqualTo(new Origin("orders", 3, 42, 1_000));
    assertThat(letter.error()).isEqualTo(new LastError("a.B", "broken", "at x"));
    assertThat(letter.attempts()).isEqualTo(4);
  }

  @Test
  void shareGroup_isRead() {
    DeadLetter letter =
        Letters.foreign(
            text(
                "__dlq.errors.topic", "orders",
                "__dlq.errors.partition", "3",
                "__dlq.errors.offset", "42",
                "__dlq.errors.message", "rejected",
                "__dlq.errors.delivery.count", "5"));
    assertThat(letter.origin()).isEqualTo(new Origin("orders", 3, 42, -1));
    assertThat(letter.error()).isEqualTo(new LastError("unknown", "rejected", null));
    assertThat(letter.attempts()).isEqualTo(5);
  }

  @Test
  void connect_isRead() {
    assertRead(
        text(
            "__connect.errors.topic", "orders",
            "__connect.errors.partition", "3",
            "__connect.errors.offset", "42",
            "__connect.errors.exception.class.name", "a.B",
            "__connect.errors.exception.message", "broken",
            "__connect.errors.exception.stacktrace", "at x"),
        new LastError("a.B", "broken", "at x"));
  }

  @Test
  void smallRye_isRead() {
    assertRead(
        text(
            "dead-letter-topic", "orders",
            "dead-letter-partition", "3",
            "dead-letter-offset", "42",
            "dead-letter-exception-class-name", "a.B",
            "dead-letter-reason", "broken"),
        new LastError("a.B", "broken", null));
  }

  @Test
  void unknownOrBrokenHeaders_stillMakeALetter() {
    Headers headers = text("__streams.errors.topic", "orders", "__streams.errors.offset", "x");
    headers.add("kafka_dlt-original-topic", null);
    headers.add("sluice-dead-at", new byte[] {(byte) 0xff});
    DeadLetter letter = Letters.foreign(headers);
    assertThat(letter.origin()).isNull();
    assertThat(letter.id()).isEqualTo("orders.DLT/0/9");
    assertThat(letter.pipeline()).isNull();
    assertThat(letter.key()).isNull();
    assertThat(letter.deadAt()).isEqualTo(Instant.ofEpochMilli(Letters.DEAD_AT));
  }

  private static void assertRead(Headers headers, LastError error) {
    DeadLetter letter = Letters.foreign(headers);
    assertThat(letter.origin()).isEqualTo(new Origin("orders", 3, 42, -1));
    assertThat(letter.error()).isEqualTo(error);
  }

  private static Headers text(String... namesAndValues) {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(UTF_8));
    }
    return headers;
  }
}
