package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * That a letter has been handled: one record of the compacted state topic, keyed by the letter's
 * place. See docs/decisions/0003-dead-letter-state.md.
 *
 * @param topicId of the dead-letter topic: offsets of a topic that was deleted and made anew mean
 *     other letters
 * @param run id of the replay that did it
 */
record LetterMark(Place place, String action, Uuid topicId, Instant at, String run) {
  static final String REPLAYED = "replayed";
  private static final ObjectMapper JSON = new ObjectMapper();

  ProducerRecord<byte[], byte[]> toRecord(String stateTopic) {
    ObjectNode value = JSON.createObjectNode();
    value.put("action", action);
    value.put("at", at.toString());
    value.put("run", run);
    value.put("topic_id", topicId.toString());
    return new ProducerRecord<>(stateTopic, 0, key(place), value.toString().getBytes(UTF_8));
  }

  /** What makes the state topic forget a letter that is no more. */
  static ProducerRecord<byte[], byte[]> tombstone(String stateTopic, Place place) {
    return new ProducerRecord<>(stateTopic, 0, key(place), null);
  }

  static Optional<Place> placeOf(byte @Nullable [] key) {
    return key == null ? Optional.empty() : Place.parse(new String(key, UTF_8));
  }

  /**
   * The dead-letter topic's id that a mark names; empty for a tombstone.
   *
   * @throws ReplayException when the value is not a mark: to guess would be to lose a letter or
   *     move it twice
   */
  static Optional<Uuid> topicIdOf(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] value = record.value();
    if (value == null) {
      return Optional.empty();
    }
    try {
      JsonNode mark = JSON.readTree(value);
      return Optional.of(Uuid.fromString(mark.path("topic_id").asText()));
    } catch (IOException | IllegalArgumentException e) {
      throw new ReplayException(
          "Cannot read the state of a dead letter at "
              + Place.of(record)
              + ": it is not what Sluice writes there. Nothing was moved.",
          e);
    }
  }

  private static byte[] key(Place place) {
    return place.toString().getBytes(UTF_8);
  }
}
