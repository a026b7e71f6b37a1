package io.sluice.replay.letter;

import static io.sluice.replay.letter.ForeignNames.prefixed;

import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How others name the headers of a dead letter, one row a family.
 *
 * <p>A record that died more than once may carry a header several times: then the origin is that of
 * its first death, the error that of its last.
 *
 * <p>Sources: KIP-1034 and {@code ExceptionHandlerUtils} (Kafka Streams; bakdata's error handling
 * uses the same prefix), {@code KafkaHeaders}, {@code RetryTopicHeaders} and {@code
 * DeadLetterRecordManager} of spring-kafka 4.1, KIP-1191 and {@code ShareGroupDLQStateManager}
 * (share groups), {@code DeadLetterQueueReporter} of Kafka Connect, {@code KafkaDeadLetterQueue}
 * and {@code KafkaDelayedRetryTopic} of SmallRye Reactive Messaging, which puts its headers before
 * those that were there.
 */
public enum ForeignDialect {
  KAFKA_STREAMS(
      new ForeignNames(
          "__streams.errors.",
          prefixed("__streams.errors.", "exception", "exception.class.name"),
          prefixed("__streams.errors.", "message", "exception.message", "description"),
          prefixed("__streams.errors.", "stacktrace", "exception.stack_trace")),
      HeaderNumbers.TEXT),
  SPRING_DEAD_LETTER(
      new ForeignNames(
              "kafka_dlt-original-",
              prefixed(
                  "kafka_dlt-", "exception-cause-fqcn", "exception-fqcn", "key-exception-fqcn"),
              prefixed("kafka_dlt-", "exception-message", "key-exception-message"),
              prefixed("kafka_dlt-", "exception-stacktrace", "key-exception-stacktrace"))
          .withAttempts("retry_topic-attempts|kafka_deliveryAttempt")
          .withOwner("kafka_dlt-original-consumer-group"),
      HeaderNumbers.BIG_ENDIAN),
  SPRING_RETRY(
      new ForeignNames(
              "kafka_original-",
              prefixed("kafka_", "exception-cause-fqcn", "exception-fqcn", "key-exception-fqcn"),
              prefixed("kafka_", "exception-message", "key-exception-message"),
              prefixed("kafka_", "exception-stacktrace", "key-exception-stacktrace"))
          .withAttempts("retry_topic-attempts|kafka_deliveryAttempt")
          // Spring's own name for it, here too.
          .withOwner("kafka_dlt-original-consumer-group"),
      HeaderNumbers.BIG_ENDIAN),
  SHARE_GROUP(
      new ForeignNames("__dlq.errors.", "", "__dlq.errors.message", "")
          .withAttempts("__dlq.errors.delivery.count")
          .withOwner("__dlq.errors.group"),
      HeaderNumbers.TEXT),
  CONNECT(
      new ForeignNames(
              "__connect.errors.",
              "__connect.errors.exception.class.name",
              "__connect.errors.exception.message",
              "__connect.errors.exception.stacktrace")
          .withOwner("__connect.errors.connector.name"),
      HeaderNumbers.TEXT),
  SMALLRYE(
      new ForeignNames(
          "dead-letter-",
          prefixed("dead-letter-", "cause-class-name", "exception-class-name"),
          prefixed("dead-letter-", "cause", "reason"),
          ""),
      HeaderNumbers.TEXT),
  SMALLRYE_RETRY(
      new ForeignNames(
              "delayed-retry-",
              prefixed("delayed-retry-", "cause-class-name", "exception-class-name"),
              prefixed("delayed-retry-", "cause", "reason"),
              "")
          .withAttempts("delayed-retry-count"),
      HeaderNumbers.TEXT);

  /** Begins of names that no producer of events gives to a header of its own. */
  private static final List<String> DEATH =
      List.of(
          "__streams.errors.",
          "__dlq.errors.",
          "__connect.errors.",
          "kafka_dlt-",
          "kafka_original-",
          "kafka_exception-",
          "kafka_key-exception-",
          "kafka_deliveryAttempt",
          "retry_topic-",
          "springDeserializerException",
          "dead-letter-",
          "delayed-retry-",
          "deserialization-failure-",
          // RabbitMQ's, which bridges carry over.
          "x-death",
          "x-first-death-",
          "x-last-death-");

  // A record of texts.
  @SuppressWarnings("ImmutableEnumChecker")
  private final ForeignNames names;

  private final HeaderNumbers numbers;

  ForeignDialect(ForeignNames names, HeaderNumbers numbers) {
    this.names = names;
    this.numbers = numbers;
  }

  /**
   * True for a header that some tool, not Sluice, wrote when it retried a record or gave it up: no
   * part of the event, and not to go back with it. Sluice's own are for {@code DeliveryHeaders}.
   */
  public static boolean tellsOfDeath(String headerName) {
    for (String beginning : DEATH) {
      if (headerName.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  /** The family that these headers speak; the first row that knows one of them. */
  static Optional<ForeignDialect> of(Headers headers) {
    return Arrays.stream(values()).filter(dialect -> dialect.speaks(headers)).findFirst();
  }

  private boolean speaks(Headers headers) {
    return newest(headers, names.origin() + "topic") != null
        || newest(headers, names.errorClass()) != null;
  }

  /** Null when it is not told, and for what Kafka Streams gives up outside of any record. */
  @Nullable Origin origin(Headers headers) {
    Header topic = oldest(headers, names.origin() + "topic");
    Long partition = numbers.read(oldest(headers, names.origin() + "partition"));
    Long offset = numbers.read(oldest(headers, names.origin() + "offset"));
    Long timestamp = numbers.read(oldest(headers, names.origin() + "timestamp"));
    if (topic == null || partition == null || offset == null || partition < 0 || offset < 0) {
      return null;
    }
    return new Origin(
        text(topic), partition.intValue(), offset, timestamp == null ? -1 : timestamp);
  }

  @Nullable LastError error(Headers headers) {
    Header className = newest(headers, names.errorClass());
    Header message = newest(headers, names.errorMessage());
    Header stackTrace = newest(headers, names.stackTrace());
    if (className == null && message == null) {
      return null;
    }
    return new LastError(
        className == null ? "unknown" : text(className),
        message == null ? null : text(message),
        stackTrace == null ? null : text(stackTrace));
  }

  /** Attempts made, 0 when the family does not tell. */
  int attempts(Headers headers) {
    Long told = numbers.read(newest(headers, names.attempts()));
    if (told == null) {
      return 0;
    }
    // SmallRye counts what came after the first attempt.
    long attempts = this == SMALLRYE_RETRY ? told + 1 : told;
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, attempts));
  }

  /** The consumer group or connector that gave it up; null when the family does not tell. */
  @Nullable String owner(Headers headers) {
    Header owner = newest(headers, names.owner());
    return owner == null ? null : text(owner);
  }

  private @Nullable Header newest(Headers headers, String among) {
    return find(headers, among, !newestStandFirst());
  }

  private @Nullable Header oldest(Headers headers, String among) {
    return find(headers, among, newestStandFirst());
  }

  private boolean newestStandFirst() {
    return this == SMALLRYE || this == SMALLRYE_RETRY;
  }

  private static @Nullable Header find(Headers headers, String among, boolean last) {
    // No name is what a family does not tell; a sender may well have a header of no name.
    if (among.isEmpty()) {
      return null;
    }
    for (String name : among.split("\\|")) {
      Header found = null;
      for (Header header : headers.headers(name)) {
        if (header.value() != null && (found == null || last)) {
          found = header;
        }
      }
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
