package io.sluice.replay.letter;

import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of a dead-letter topic, whoever wrote it: Sluice's own headers first, and what
 * they do not tell from the other families ({@link ForeignDialect}). Never throws: a record with no
 * known header, or with nonsense in one, is still a letter that can be listed and replayed.
 */
public final class DeadLetterDialect {

  private DeadLetterDialect() {}

  /** The letter that this record is. */
  public static DeadLetter read(ConsumerRecord<byte[], byte[]> record) {
    Headers headers = record.headers();
    DeliveryState state = DeliveryHeaders.read(headers);
    // Asked only for what Sluice's own headers leave open: there are many names to look for.
    boolean told = state.origin() != null && state.lastError() != null && state.attempt() > 0;
    Optional<ForeignDialect> foreign = told ? Optional.empty() : ForeignDialect.of(headers);
    Origin origin = state.origin();
    if (origin == null) {
      origin = foreign.map(dialect -> dialect.origin(headers)).orElse(null);
    }
    LastError error = state.lastError();
    if (error == null) {
      error = foreign.map(dialect -> dialect.error(headers)).orElse(null);
    }
    int attempts =
        state.attempt() > 0
            ? state.attempt()
            : foreign.map(dialect -> dialect.attempts(headers)).orElse(0);
    return new DeadLetter(
        pipeline(record),
        Place.of(record),
        id(record, origin),
        DeliveryHeaders.text(headers, DeliveryHeaders.TYPE),
        DeliveryHeaders.text(headers, DeliveryHeaders.HANDLER),
        key(record.key()),
        attempts,
        DeliveryHeaders.text(headers, DeliveryHeaders.REASON),
        error,
        origin,
        deadAt(record),
        state.replayCount(),
        record);
  }

  private static @Nullable String pipeline(ConsumerRecord<byte[], byte[]> record) {
    String told = DeliveryHeaders.text(record.headers(), DeliveryHeaders.PIPELINE);
    return told != null ? told : new DeadLetterTopic(record.topic()).pipeline().orElse(null);
  }

  private static String id(ConsumerRecord<byte[], byte[]> record, @Nullable Origin origin) {
    String told = DeliveryHeaders.text(record.headers(), DeliveryHeaders.ID);
    if (told != null) {
      return told;
    }
    return origin == null ? Place.of(record).toString() : origin.syntheticId();
  }

  private static Instant deadAt(ConsumerRecord<byte[], byte[]> record) {
    String told = DeliveryHeaders.text(record.headers(), DeliveryHeaders.DEAD_AT);
    try {
      return Instant.ofEpochMilli(told == null ? record.timestamp() : Long.parseLong(told.strip()));
    } catch (NumberFormatException notANumber) {
      return Instant.ofEpochMilli(record.timestamp());
    }
  }

  private static @Nullable String key(byte @Nullable [] key) {
    if (key == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException notText) {
      return null;
    }
  }
}
