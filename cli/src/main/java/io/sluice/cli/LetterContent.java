package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.DeadLetter;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.EventJson;
import io.sluice.schema.avro.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * The event in a dead letter, or why it cannot be read: one of the two is null.
 *
 * @param event as {@link EventJson} shows it
 */
record LetterContent(@Nullable ObjectNode event, @Nullable String unreadable) {

  static LetterContent of(DeadLetter letter, EventCodec codec) {
    String topic = letter.origin() == null ? letter.place().topic() : letter.origin().topic();
    DeliveryState state = DeliveryHeaders.read(letter.raw().headers());
    try {
      Envelope envelope = codec.decode(topic, letter.raw().value());
      JsonNode data = codec.decodeData(envelope, JsonNode.class);
      return new LetterContent(EventJson.of(envelope, data, state), null);
    } catch (EventFormatException e) {
      return new LetterContent(null, String.valueOf(e.getMessage()));
    }
  }
}
