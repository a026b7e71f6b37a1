package io.sluice.replay.letter;

import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter, as its headers tell it, with the record it was read from.
 *
 * @param pipeline who gave it up; null when nothing tells
 * @param place where it lies now
 * @param id the event's id; {@code topic/partition/offset} of its origin when it has none
 * @param type the event's type; null when it could not be read
 * @param handler the pattern that its handler is registered under; null when nothing tells
 * @param key the record key as text; null when there is none or it is not UTF-8
 * @param attempts attempts made; 0: its handler never ran
 * @param reason why, in one word
 * @param error the last exception
 * @param origin where it was first read; a timestamp of -1 there is unknown
 * @param deadAt when it was given up
 * @param replayCount how often it had come back from a dead-letter topic before
 * @param raw key, value and headers, untouched; not to be changed
 */
public record DeadLetter(
    @Nullable String pipeline,
    Place place,
    String id,
    @Nullable String type,
    @Nullable String handler,
    @Nullable String key,
    int attempts,
    @Nullable String reason,
    @Nullable LastError error,
    @Nullable Origin origin,
    Instant deadAt,
    int replayCount,
    ConsumerRecord<byte[], byte[]> raw) {

  /**
   * Who gave it up: the pipeline, or what another tool names instead, its consumer group or
   * connector; null when nothing tells.
   */
  public @Nullable String owner() {
    return pipeline != null
        ? pipeline
        : ForeignDialect.of(raw.headers())
            .map(dialect -> dialect.owner(raw.headers()))
            .orElse(null);
  }

  /** True when its headers tell anything of how it died, whoever wrote them. */
  public boolean tellsOfDeath() {
    return reason != null || error != null || origin != null;
  }

  /** Bytes of key, value and headers. */
  public long sizeInBytes() {
    long size = Math.max(0, raw.serializedKeySize()) + Math.max(0, raw.serializedValueSize());
    for (var header : raw.headers()) {
      size += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return size;
  }
}
