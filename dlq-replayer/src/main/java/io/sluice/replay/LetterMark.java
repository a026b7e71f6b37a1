package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.letter.Place;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * That a letter has been handled: one record of the compacted state topic, keyed by the letter's
 * place. See docs/decisions/0003-dead-letter-state.md.
 *
 * @param action replayed, parking, discarded
 * @param topicId of the dead-letter topic: offsets of a topic that was deleted and made anew mean
 *     other letters
 * @param at when
 * @param run id of the run that did it
 * @param plan id of the plan that it carried out; null: none
 */
record LetterMark(String action, Uuid topicId, Instant at, String run, @Nullable String plan) {
  private static final ObjectMapper JSON = new ObjectMapper();

  ProducerRecord<byte[], byte[]> toRecord(String stateTopic, Place place) {
    ObjectNode value = JSON.createObjectNode();
    value.put("action", action);
    value.put("at", at.toString());
    value.put("run", run);
    if (plan != null) {
      value.put("plan", plan);
    }
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
   * The mark in a record; empty for a tombstone.
   *
   * @throws ReplayException when the value is not a mark: to guess would be to lose a letter or
   *     move it twice
   */
  static Optional<LetterMark> of(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] value = record.value();
    if (value == null) {
      return Optional.empty();
    }
    try {
      JsonNode mark = JSON.readTree(value);
      return Optional.of(
          new LetterMark(
              mark.path("action").asText(),
              Uuid.fromString(mark.path("topic_id").asText()),
              Instant.parse(mark.path("at").asText()),
              mark.path("run").asText(),
              mark.hasNonNull("plan") ? mark.get("plan").asText() : null));
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
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
