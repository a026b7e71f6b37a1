package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * An event as text, for a person to change. What was not changed comes back as the very value it
 * was: read from text, a number may be of another kind, and bytes are text.
 */
final class EditedText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final JsonNode event;
  private final String text;

  EditedText(JsonNode event) {
    this.event = event;
    this.text = event.toPrettyString() + "\n";
  }

  String text() {
    return text;
  }

  /**
   * The event that the text tells of; empty when it is no JSON object.
   *
   * @throws JsonProcessingException when it is no JSON
   */
  Optional<ObjectNode> changedTo(String edited) throws JsonProcessingException {
    JsonNode after = JSON.readTree(edited);
    return after.isObject() && restored(event, JSON.readTree(text), after) instanceof ObjectNode it
        ? Optional.of(it)
        : Optional.empty();
  }

  /**
   * @param read what {@code before} is when it is read from text
   */
  private static JsonNode restored(JsonNode before, JsonNode read, JsonNode after) {
    if (after.equals(read)) {
      return before;
    }
    if (before.isObject() && after.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      after
          .properties()
          .forEach(
              field ->
                  object.set(
                      field.getKey(),
                      restored(
                          before.path(field.getKey()),
                          read.path(field.getKey()),
                          field.getValue())));
      return object;
    }
    if (before.isArray() && after.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < after.size(); i++) {
        array.add(restored(before.path(i), read.path(i), after.get(i)));
      }
      return array;
    }
    return after;
  }
}
