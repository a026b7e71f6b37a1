package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * {@link DeliveryState} as record headers. Values are UTF-8 text, numbers decimal. The only file
 * that spells {@code sluice-…}.
 */
public final class DeliveryHeaders {

  public static final String PIPELINE = "sluice-pipeline";
  public static final String REASON = "sluice-reason";
  public static final String ID = "sluice-id";
  public static final String TYPE = "sluice-type";

  /** The type or pattern of the handler that the event failed in; absent when none had it. */
  public static final String HANDLER = "sluice-handler";

  public static final String ATTEMPT = "sluice-attempt";
  public static final String DUE_AT = "sluice-due-at";
  public static final String ORIGIN_TOPIC = "sluice-origin-topic";
  public static final String ORIGIN_PARTITION = "sluice-origin-partition";

  /** How many partitions the origin topic had when the event died; absent when unknown. */
  public static final String ORIGIN_PARTITIONS = "sluice-origin-partitions";

  public static final String ORIGIN_OFFSET = "sluice-origin-offset";
  public static final String ORIGIN_TIMESTAMP = "sluice-origin-timestamp";
  public static final String FIRST_ATTEMPT_AT = "sluice-first-attempt-at";
  public static final String ERROR_CLASS = "sluice-error-class";
  public static final String ERROR_MESSAGE = "sluice-error-message";
  public static final String ERROR_STACKTRACE = "sluice-error-stacktrace";
  public static final String REPLAY_COUNT = "sluice-replay-count";
  public static final String REPLAYED_BY = "sluice-replayed-by";
  public static final String DEAD_AT = "sluice-dead-at";

  /** On a record that is no event but an operator's word about parked events. */
  public static final String ORDER = "sluice-order";

  private static final String OURS = "sluice-";
  private static final String STREAMS = "__streams.errors.";

  private DeliveryHeaders() {}

  /**
   * The state that the headers tell. A number that is none counts as absent: headers are open to
   * every producer, and a bad one must not stop the event.
   */
  public static DeliveryState read(Headers headers) {
    if (!headers.iterator().hasNext()) {
      return DeliveryState.fresh();
    }
    String errorClass = text(headers, ERROR_CLASS);
    return new DeliveryState(
        count(headers, ATTEMPT),
        number(headers, DUE_AT),
        origin(headers),
        number(headers, FIRST_ATTEMPT_AT),
        errorClass == null
            ? null
            : new LastError(
                errorClass, text(headers, ERROR_MESSAGE), text(headers, ERROR_STACKTRACE)),
        count(headers, REPLAY_COUNT));
  }

  /** Replaces all of Sluice's headers by this state; leaves the user's own as they are. */
  public static void write(Headers headers, DeliveryState state) {
    removeStartingWith(headers, OURS);
    put(headers, ATTEMPT, Integer.toString(state.attempt()));
    put(headers, DUE_AT, state.dueAtMs());
    put(headers, FIRST_ATTEMPT_AT, state.firstAttemptAtMs());
    Origin origin = state.origin();
    if (origin != null) {
      put(headers, ORIGIN_TOPIC, origin.topic());
      put(headers, ORIGIN_PARTITION, Integer.toString(origin.partition()));
      put(headers, ORIGIN_OFFSET, Long.toString(origin.offset()));
      put(headers, ORIGIN_TIMESTAMP, Long.toString(origin.timestampMs()));
    }
    LastError error = state.lastError();
    if (error != null) {
      put(headers, ERROR_CLASS, error.className());
      put(headers, ERROR_MESSAGE, error.message());
      put(headers, ERROR_STACKTRACE, error.stackTrace());
    }
    if (state.replayCount() > 0) {
      put(headers, REPLAY_COUNT, Integer.toString(state.replayCount()));
    }
  }

  /**
   * Like {@link #write}, with the reason of the end, and the same facts once more under the names
   * of Kafka Streams' own dead letters (KIP-1034), so that any tool can read them.
   */
  public static void writeDeadLetter(Headers headers, DeliveryState state, DeadLetterInfo info) {
    write(headers, state);
    put(headers, PIPELINE, info.pipeline());
    put(headers, REASON, info.reason());
    put(headers, ID, info.eventId());
    put(headers, TYPE, info.eventType());
    put(headers, HANDLER, info.handler());
    put(headers, ORIGIN_PARTITIONS, info.originPartitions());
    put(headers, DEAD_AT, Long.toString(info.deadAtMs()));
    removeStartingWith(headers, STREAMS);
    LastError error = state.lastError();
    if (error != null) {
      put(headers, STREAMS + "exception", error.className());
      put(headers, STREAMS + "message", error.message());
      put(headers, STREAMS + "stacktrace", error.stackTrace());
    }
    Origin origin = state.origin();
    if (origin != null) {
      put(headers, STREAMS + "topic", origin.topic());
      put(headers, STREAMS + "partition", Integer.toString(origin.partition()));
      put(headers, STREAMS + "offset", Long.toString(origin.offset()));
    }
  }

  /**
   * What a dead letter says about its end; null when it is not one of Sluice's. Numbers that are
   * none count as absent.
   */
  public static @Nullable DeadLetterInfo readDeadLetter(Headers headers) {
    String pipeline = text(headers, PIPELINE);
    String reason = text(headers, REASON);
    if (pipeline == null || reason == null) {
      return null;
    }
    Long deadAt = number(headers, DEAD_AT);
    return new DeadLetterInfo(
        pipeline,
        reason,
        text(headers, ID),
        text(headers, TYPE),
        deadAt == null ? -1 : deadAt,
        text(headers, HANDLER),
        originPartitions(headers));
  }

  /** {@link #ORIGIN_PARTITIONS} as a number of at least 1; null when it is absent or none. */
  public static @Nullable Integer originPartitions(Headers headers) {
    Long number = number(headers, ORIGIN_PARTITIONS);
    return number == null || number < 1 || number > Integer.MAX_VALUE ? null : number.intValue();
  }

  /** The last header of that name as text; null when there is none. */
  public static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }

  private static @Nullable Origin origin(Headers headers) {
    String topic = text(headers, ORIGIN_TOPIC);
    Long partition = number(headers, ORIGIN_PARTITION);
    Long offset = number(headers, ORIGIN_OFFSET);
    Long timestamp = number(headers, ORIGIN_TIMESTAMP);
    if (topic == null || partition == null || offset == null) {
      return null;
    }
    return new Origin(topic, partition.intValue(), offset, timestamp == null ? -1 : timestamp);
  }

  private static int count(Headers headers, String name) {
    Long number = number(headers, name);
    return number == null ? 0 : (int) Math.max(0, Math.min(Integer.MAX_VALUE, number));
  }

  private static @Nullable Long number(Headers headers, String name) {
    String text = text(headers, name);
    if (text == null) {
      return null;
    }
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static void put(Headers headers, String name, @Nullable Number value) {
    if (value != null) {
      put(headers, name, value.toString());
    }
  }

  private static void put(Headers headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name, value.getBytes(UTF_8));
    }
  }

  private static void removeStartingWith(Headers headers, String prefix) {
    Set<String> names = new LinkedHashSet<>();
    for (Header header : headers) {
      if (header.key().startsWith(prefix)) {
        names.add(header.key());
      }
    }
    names.forEach(headers::remove);
  }
}
