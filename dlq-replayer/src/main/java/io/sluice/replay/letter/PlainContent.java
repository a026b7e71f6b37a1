package io.sluice.replay.letter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.replay.letter.LetterContent.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that no schema describes.
 *
 * @param kind JSON, TEXT or BYTES
 * @param json of JSON only
 */
record PlainContent(Kind kind, @Nullable JsonNode json) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Numbers keep every digit; one document and nothing after it. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** What the value is; never throws. */
  static PlainContent of(byte[] value) {
    Optional<String> text = text(value);
    if (text.isEmpty()) {
      return new PlainContent(Kind.BYTES, null);
    }
    JsonNode json = json(text.get());
    if (json != null) {
      return new PlainContent(Kind.JSON, json);
    }
    boolean plain = text.get().codePoints().allMatch(PlainContent::isPlain);
    return new PlainContent(plain ? Kind.TEXT : Kind.BYTES, null);
  }

  /** The bytes as UTF-8; empty when they are none. */
  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  private static @Nullable JsonNode json(String text) {
    String document = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    try {
      JsonNode json = JSON.readTree(document);
      return json.isMissingNode() ? null : TooDeepException.check(json);
    } catch (JsonProcessingException | TooDeepException noJson) {
      return null;
    }
  }

  private static boolean isPlain(int c) {
    return c == '\n' || c == '\r' || c == '\t' || !Character.isISOControl(c);
  }
}
