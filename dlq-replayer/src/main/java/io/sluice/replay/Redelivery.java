package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A letter as it goes back: key, value and the user's own headers as they were; of Sluice's headers
 * its origin and a higher replay count; no attempt, no due time, nothing of its death.
 */
final class Redelivery {
  private static final String STREAMS_ERRORS = "__streams.errors.";

  private final TopicFacts target;
  private final boolean toOriginPartition;
  private final String by;

  /**
   * @param toOriginPartition true for a retry topic, whose partitions are those of the tasks that
   *     hold the events' state; false: by the key, as a producer does
   */
  Redelivery(TopicFacts target, boolean toOriginPartition, String by) {
    this.target = target;
    this.toOriginPartition = toOriginPartition;
    this.by = by;
  }

  ProducerRecord<byte[], byte[]> of(DeadLetter letter) {
    Headers headers = new RecordHeaders();
    for (Header header : letter.raw().headers()) {
      if (!header.key().startsWith(STREAMS_ERRORS)) {
        headers.add(header);
      }
    }
    DeliveryHeaders.write(
        headers,
        DeliveryState.fresh()
            .withOrigin(letter.origin())
            .withReplayCount(Math.min(letter.replayCount(), Integer.MAX_VALUE - 1) + 1));
    headers.add(DeliveryHeaders.REPLAYED_BY, by.getBytes(UTF_8));
    // No timestamp: it is now. With the event's own, retention could take it before it is read.
    return new ProducerRecord<>(
        target.name(), partition(letter), letter.raw().key(), letter.raw().value(), headers);
  }

  private @Nullable Integer partition(DeadLetter letter) {
    if (toOriginPartition
        && letter.origin() != null
        && letter.origin().partition() >= 0
        && letter.origin().partition() < target.partitions()) {
      return letter.origin().partition();
    }
    byte @Nullable [] key = letter.raw().key();
    return key == null ? null : Utils.toPositive(Utils.murmur2(key)) % target.partitions();
  }
}
