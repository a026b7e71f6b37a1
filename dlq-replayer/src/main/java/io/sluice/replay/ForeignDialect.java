package io.sluice.replay;

import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How others name the headers of a dead letter, one row a family; of several names in a cell the
 * first that is there counts.
 *
 * <p>Sources: KIP-1034 (Kafka Streams; bakdata's error handling uses the same prefix), {@code
 * KafkaHeaders} and {@code RetryTopicHeaders} of spring-kafka (numbers are 4 or 8 bytes,
 * big-endian), KIP-1191 (share groups), {@code DeadLetterQueueReporter} of Kafka Connect, {@code
 * DeserializationFailureHandler} of SmallRye Reactive Messaging.
 */
enum ForeignDialect {
  KAFKA_STREAMS(
      "__streams.errors.",
      new Names(
          "",
          "exception|exception.class.name",
          "message|exception.message|description",
          "stacktrace|exception.stack_trace",
          ""),
      Numbers.TEXT),
  SPRING_DEAD_LETTER(
      "kafka_dlt-",
      new Names(
          "original-",
          "exception-cause-fqcn|exception-fqcn|key-exception-fqcn",
          "exception-message|key-exception-message",
          "exception-stacktrace|key-exception-stacktrace",
          ""),
      Numbers.BIG_ENDIAN),
  SPRING_RETRY(
      "kafka_",
      new Names(
          "original-",
          "exception-cause-fqcn|exception-fqcn",
          "exception-message",
          "exception-stacktrace",
          ""),
      Numbers.BIG_ENDIAN),
  SHARE_GROUP("__dlq.errors.", new Names("", "", "message", "", "delivery.count"), Numbers.TEXT),
  CONNECT(
      "__connect.errors.",
      new Names("", "exception.class.name", "exception.message", "exception.stacktrace", ""),
      Numbers.TEXT),
  SMALLRYE(
      "dead-letter-",
      new Names("", "cause-class-name|exception-class-name", "cause|reason", "", ""),
      Numbers.TEXT);

  private static final String SPRING_ATTEMPTS = "retry_topic-attempts";

  private final String prefix;
  private final Names names;
  private final Numbers numbers;

  ForeignDialect(String prefix, Names names, Numbers numbers) {
    this.prefix = prefix;
    this.names = names;
    this.numbers = numbers;
  }

  /** The family that these headers speak; the first row that knows one of them. */
  static Optional<ForeignDialect> of(Headers headers) {
    return Arrays.stream(values()).filter(dialect -> dialect.speaks(headers)).findFirst();
  }

  private boolean speaks(Headers headers) {
    return text(headers, names.origin() + "topic") != null
        || text(headers, names.errorClass()) != null;
  }

  @Nullable Origin origin(Headers headers) {
    String topic = text(headers, names.origin() + "topic");
    Long partition = number(headers, names.origin() + "partition");
    Long offset = number(headers, names.origin() + "offset");
    Long timestamp = number(headers, names.origin() + "timestamp");
    if (topic == null || partition == null || offset == null) {
      return null;
    }
    return new Origin(topic, partition.intValue(), offset, timestamp == null ? -1 : timestamp);
  }

  @Nullable LastError error(Headers headers) {
    String className = text(headers, names.errorClass());
    String message = text(headers, names.errorMessage());
    if (className == null && message == null) {
      return null;
    }
    return new LastError(
        className == null ? "unknown" : className, message, text(headers, names.stackTrace()));
  }

  /** Attempts made, 0 when the family does not tell. */
  int attempts(Headers headers) {
    Long told = names.attempts().isEmpty() ? null : number(headers, names.attempts());
    if (told == null && numbers == Numbers.BIG_ENDIAN) {
      told = numbers.read(headers.lastHeader(SPRING_ATTEMPTS));
    }
    return told == null ? 0 : (int) Math.max(0, Math.min(Integer.MAX_VALUE, told));
  }

  private @Nullable String text(Headers headers, String cell) {
    Header header = first(headers, cell);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private @Nullable Long number(Headers headers, String cell) {
    return numbers.read(first(headers, cell));
  }

  private @Nullable Header first(Headers headers, String cell) {
    if (cell.isEmpty()) {
      return null;
    }
    for (String name : List.of(cell.split("\\|"))) {
      Header header = headers.lastHeader(prefix + name);
      if (header != null && header.value() != null) {
        return header;
      }
    }
    return null;
  }

  /** A row of the table: names without the prefix; the origin's is a prefix of three names. */
  private record Names(
      String origin, String errorClass, String errorMessage, String stackTrace, String attempts) {}

  private enum Numbers {
    TEXT,
    BIG_ENDIAN;

    @Nullable Long read(@Nullable Header header) {
      if (header == null || header.value() == null) {
        return null;
      }
      byte[] bytes = header.value();
      if (this == BIG_ENDIAN && bytes.length == Integer.BYTES) {
        return (long) ByteBuffer.wrap(bytes).getInt();
      }
      if (this == BIG_ENDIAN && bytes.length == Long.BYTES) {
        return ByteBuffer.wrap(bytes).getLong();
      }
      try {
        return Long.valueOf(new String(bytes, StandardCharsets.UTF_8).strip());
      } catch (NumberFormatException notANumber) {
        return null;
      }
    }
  }
}
