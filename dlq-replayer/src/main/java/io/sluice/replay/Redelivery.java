package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.ForeignDialect;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A letter as it goes on. */
final class Redelivery {
  private Redelivery() {}

  /**
   * Back into flow: key, value and the user's own headers as they were; of Sluice's headers its
   * origin and a higher replay count; no attempt, no due time, nothing of its death, whoever wrote
   * of it.
   *
   * @param by who replays it
   */
  static ProducerRecord<byte[], byte[]> replayed(DeadLetter letter, Verdict verdict, String by) {
    Headers headers = new RecordHeaders();
    for (Header header : letter.raw().headers()) {
      if (!ForeignDialect.tellsOfDeath(header.key())) {
        headers.add(header);
      }
    }
    DeliveryHeaders.write(
        headers,
        DeliveryState.fresh().withOrigin(letter.origin()).withReplayCount(verdict.replayCount()));
    headers.add(DeliveryHeaders.REPLAYED_BY, by.getBytes(UTF_8));
    byte @Nullable [] changed = verdict.value();
    return record(letter, verdict, changed == null ? letter.raw().value() : changed, headers);
  }

  /** To the parking topic, with all that it says of itself. */
  static ProducerRecord<byte[], byte[]> parked(DeadLetter letter, Verdict verdict) {
    return record(letter, verdict, letter.raw().value(), letter.raw().headers());
  }

  /** No timestamp: it is now. With the event's own, retention could take it before it is read. */
  private static ProducerRecord<byte[], byte[]> record(
      DeadLetter letter, Verdict verdict, byte @Nullable [] value, Headers headers) {
    TopicPartition to = verdict.to();
    if (to == null) {
      throw new IllegalArgumentException("a letter that stays has no record");
    }
    return new ProducerRecord<>(
        to.topic(), to.partition() < 0 ? null : to.partition(), letter.raw().key(), value, headers);
  }
}
