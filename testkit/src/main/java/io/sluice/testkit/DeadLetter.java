package io.sluice.testkit;

import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.LastError;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as its headers tell it.
 *
 * @param id the event's id; {@code topic/partition/offset} when its bytes cannot be read
 * @param type the event's type; empty when its bytes cannot be read
 * @param reason why, in one word: {@code attempts_exhausted}, {@code undecodable}, …
 * @param state attempts, origin, last error and replays
 * @param record key, value and headers, untouched
 */
public record DeadLetter(
    String id, String type, String reason, DeliveryState state, TestRecord<byte[], byte[]> record) {
  private static final String STREAMS_ERRORS = "__streams.errors.";

  static DeadLetter of(TestRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    return new DeadLetter(
        text(headers, DeliveryHeaders.ID),
        text(headers, DeliveryHeaders.TYPE),
        text(headers, DeliveryHeaders.REASON),
        DeliveryHeaders.read(headers),
        record);
  }

  /** Attempts made; 0: the handler never ran. */
  public int attempts() {
    return state.attempt();
  }

  /** The last exception; null when there was none. */
  public @Nullable LastError error() {
    return state.lastError();
  }

  /** The record's key as text; null when there is none. */
  public @Nullable String key() {
    return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
  }

  /** The record's headers: the user's own and Sluice's. */
  public Headers headers() {
    return record.headers();
  }

  /** A header of the record as text; null when there is none of that name. */
  public @Nullable String header(String name) {
    return DeliveryHeaders.text(record.headers(), name);
  }

  /** Id, reason and error, for a failed assertion. */
  @Override
  public String toString() {
    LastError error = error();
    return "DeadLetter["
        + id
        + " "
        + type
        + " "
        + reason
        + (error == null ? "" : " " + error.className() + ": " + error.message())
        + "]";
  }

  /** What the replay tool leaves of the headers: the user's own, the origin, and a higher count. */
  Headers headersOfReplay() {
    Headers headers = new RecordHeaders();
    for (Header header : record.headers()) {
      if (!header.key().startsWith(STREAMS_ERRORS)) {
        headers.add(header);
      }
    }
    DeliveryHeaders.write(
        headers,
        DeliveryState.fresh().withOrigin(state.origin()).withReplayCount(state.replayCount() + 1));
    headers.add(DeliveryHeaders.REPLAYED_BY, "test".getBytes(StandardCharsets.UTF_8));
    return headers;
  }

  private static String text(Headers headers, String name) {
    return Objects.requireNonNullElse(DeliveryHeaders.text(headers, name), "");
  }
}
