package io.sluice.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Payloads between JSON and whatever class Jackson binds it to. */
final class JsonBinding {

  /** Numbers keep every digit: 1.10 of a currency stays 1.10. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonBinding() {}

  static JsonNode parse(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  static JsonNode toJson(Object data) {
    try {
      return data instanceof JsonNode node ? node : JSON.valueToTree(data);
    } catch (IllegalArgumentException notJson) {
      throw new PayloadMismatchException(
          "$", "data that Jackson turns into JSON", data.getClass().getName(), notJson);
    }
  }

  static <T> T to(JsonNode json, Class<T> as) {
    return JsonNode.class.isAssignableFrom(as) ? node(json, as) : bound(json, as);
  }

  private static <T> T node(JsonNode json, Class<T> as) {
    if (as.isInstance(json)) {
      return as.cast(json);
    }
    throw new PayloadMismatchException("$", as.getSimpleName(), JsonKinds.describe(json));
  }

  private static <T> T bound(JsonNode json, Class<T> as) {
    try {
      return JSON.treeToValue(json, as);
    } catch (JsonMappingException doesNotFit) {
      String path = "$";
      for (JsonMappingException.Reference step : doesNotFit.getPath()) {
        path =
            step.getFieldName() == null
                ? path + "[" + step.getIndex() + "]"
                : JsonKinds.child(path, step.getFieldName());
      }
      throw new PayloadMismatchException(
          path, as.getName(), doesNotFit.getOriginalMessage(), doesNotFit);
    } catch (JsonProcessingException doesNotFit) {
      throw new PayloadMismatchException(
          "$", as.getName(), doesNotFit.getOriginalMessage(), doesNotFit);
    }
  }
}
