package io.sluice.replay.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.Letters;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void smallRyeRetries_areAttempts_andTheFirstOriginStandsLast() {
    DeadLetter letter =
        Letters.foreign(
            text(
                "delayed-retry-exception-class-name", "last.E",
                "delayed-retry-reason", "still broken",
                "delayed-retry-topic", "orders_retry_10000",
                "delayed-retry-partition", "0",
                "delayed-retry-offset", "7",
                "delayed-retry-count", "3",
                "delayed-retry-exception-class-name", "first.E",
                "delayed-retry-reason", "broken",
                "delayed-retry-topic", "orders",
                "delayed-retry-partition", "3",
                "delayed-retry-offset", "42"));
    assertThat(letter.origin()).isEqualTo(new Origin("orders", 3, 42, -1));
    assertThat(letter.error()).isEqualTo(new LastError("last.E", "still broken", null));
    assertThat(letter.attempts()).isEqualTo(4);
  }

  @Test
  void springHeadersOfTwoDeaths_tellTheFirstOriginAndTheLastError() {
    Headers headers = text("kafka_dlt-exception-fqcn", "first.E");
    springOrigin(headers, "kafka_dlt-original-", "orders", 3, 42);
    headers.add("kafka_dlt-exception-fqcn", "last.E".getBytes(UTF_8));
    springOrigin(headers, "kafka_dlt-original-", "orders-dlt", 0, 7);
    DeadLetter letter = Letters.foreign(headers);
    assertThat(letter.origin()).isEqualTo(new Origin("orders", 3, 42, -1));
    assertThat(letter.error()).isEqualTo(new LastError("last.E", null, null));
  }

  @Test
  void springRetryTopics_areRead() {
    Headers headers =
        text(
            "kafka_key-exception-fqcn", "a.BadKey",
            "kafka_key-exception-message", "no key",
            "kafka_dlt-original-consumer-group", "billing");
    springOrigin(headers, "kafka_original-", "orders", 3, 42);
    headers.add("kafka_deliveryAttempt", ByteBuffer.allocate(4).putInt(6).array());
    DeadLetter letter = Letters.foreign(headers);
    assertThat(letter.origin()).isEqualTo(new Origin("orders", 3, 42, -1));
    assertThat(letter.error()).isEqualTo(new LastError("a.BadKey", "no key", null));
    assertThat(letter.attempts()).isEqualTo(6);
    assertThat(letter.owner()).isEqualTo("billing");
  }

  @Test
  void owner_isThePipelineOrWhatTheOthersName() {
    assertThat(Letters.letter("e1", "a", "E").owner()).isEqualTo("shop");
    assertThat(Letters.foreign(text("__dlq.errors.topic", "t", "__dlq.errors.group", "g")).owner())
        .isEqualTo("g");
    assertThat(
            Letters.foreign(
                    text(
                        "__connect.errors.topic", "t",
                        "__connect.errors.connector.name", "sink"))
                .owner())
        .isEqualTo("sink");
    assertThat(Letters.foreign(text("dead-letter-topic", "t")).owner()).isNull();
  }

  @Test
  void kafkaStreamsLetterOutOfAPunctuator_hasNoOriginAndIsStillALetter() {
    Headers headers = text("__streams.errors.partition", "-1", "__streams.errors.offset", "-1");
    headers.add("__streams.errors.topic", null);
    headers.add("__streams.errors.exception", "a.B".getBytes(UTF_8));
    headers.add("__streams.errors.message", null);
    DeadLetter letter =
        DeadLetterDialect.read(Letters.record(new Place("p-dlq", 0, 9), null, null, headers));
    assertThat(letter.origin()).isNull();
    assertThat(letter.id()).isEqualTo("p-dlq/0/9");
    assertThat(letter.error()).isEqualTo(new LastError("a.B", null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka_dlt-original-offset",
        "kafka_dlt-key-exception-fqcn",
        "kafka_original-topic",
        "kafka_exception-cause-fqcn",
        "kafka_key-exception-message",
        "kafka_deliveryAttempt",
        "retry_topic-attempts",
        "springDeserializerExceptionValue",
        "__streams.errors.exception.class.name",
        "__connect.errors.stage",
        "__dlq.errors.delivery.count",
        "dead-letter-cause",
        "delayed-retry-count",
        "deserialization-failure-data",
        "x-death",
        "x-first-death-queue"
      })
  void headersOfADeath_areKnown(String name) {
    assertThat(ForeignDialect.tellsOfDeath(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "traceparent",
        "kafka_correlationId",
        "kafka_replyTopic",
        "x-request-id",
        "__TypeId__",
        ""
      })
  void headersOfTheEvent_areItsOwn(String name) {
    assertThat(ForeignDialect.tellsOfDeath(name)).isFalse();
  }

  @Test
  void headerWithoutAName_isNotTakenForWhatAFamilyDoesNotTell() {
    Headers headers =
        text(
            "", "the sender's own",
            "__connect.errors.topic", "orders",
            "__connect.errors.partition", "3",
            "__connect.errors.offset", "42");
    DeadLetter letter = Letters.foreign(headers);
    assertThat(letter.origin()).isEqualTo(new Origin("orders", 3, 42, -1));
    assertThat(letter.error()).isNull();
    assertThat(letter.owner()).isNull();
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

  private static void springOrigin(
      Headers headers, String prefix, String topic, int partition, long offset) {
    headers.add(prefix + "topic", topic.getBytes(UTF_8));
    headers.add(prefix + "partition", ByteBuffer.allocate(4).putInt(partition).array());
    headers.add(prefix + "offset", ByteBuffer.allocate(8).putLong(offset).array());
  }

  private static Headers text(String... namesAndValues) {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(UTF_8));
    }
    return headers;
  }
}
