package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.schema.EventCodec;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/** Tells the status topic what an operator did to an event, so that nothing ends in silence. */
final class OperatorStatus {
  private static final String REASON = "by_operator";

  private final EventCodec codec;
  private final InstantSource clock;
  private final Optional<TopicFacts> statusTopic;

  /**
   * @param statusTopic of the pipeline; empty where there is none, and then nothing is told
   */
  OperatorStatus(EventCodec codec, InstantSource clock, Optional<TopicFacts> statusTopic) {
    this.codec = codec;
    this.clock = clock;
    this.statusTopic = statusTopic;
  }

  Optional<ProducerRecord<byte[], byte[]>> discarded(DeadLetter letter) {
    return statusTopic.map(topic -> record(letter, topic));
  }

  private ProducerRecord<byte[], byte[]> record(DeadLetter letter, TopicFacts topic) {
    byte[] key = letter.id().getBytes(UTF_8);
    int partition = Utils.toPositive(Utils.murmur2(key)) % topic.partitions();
    byte[] value = codec.encodeStatus(topic.name(), status(letter));
    return new ProducerRecord<>(topic.name(), partition, key, value);
  }

  private EventStatus status(DeadLetter letter) {
    Origin origin = letter.origin();
    LastError error = letter.error();
    return EventStatus.newBuilder()
        .setId(letter.id())
        .setType(letter.type() == null ? "" : letter.type())
        .setPipeline(letter.pipeline() == null ? "" : letter.pipeline())
        .setOutcome(Outcome.DISCARDED)
        .setReason(REASON)
        .setAttempt(letter.attempts())
        .setAt(clock.instant())
        .setKey(letter.key())
        .setTopic(origin == null ? letter.place().topic() : origin.topic())
        .setPartition(origin == null ? letter.place().partition() : origin.partition())
        .setOffset(origin == null ? letter.place().offset() : origin.offset())
        .setErrorClass(error == null ? null : error.className())
        .setErrorMessage(error == null ? null : error.message())
        .setReplayCount(letter.replayCount())
        .build();
  }
}
