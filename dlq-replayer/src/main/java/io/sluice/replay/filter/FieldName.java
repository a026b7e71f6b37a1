package io.sluice.replay.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.LetterContent;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What a filter can ask of a letter. */
enum FieldName {
  ID("id", FieldType.ID, letter -> letter),
  TYPE("type", FieldType.PATTERN, DeadLetter::type),
  KEY("key", FieldType.LOOSE, letter -> text(letter.key())),
  PIPELINE("pipeline", FieldType.TEXT, DeadLetter::pipeline),
  REASON("reason", FieldType.TEXT, DeadLetter::reason),
  FINGERPRINT("fingerprint", FieldType.FINGERPRINT, (letter, path) -> letter.fingerprint().id()),
  ERROR("error", FieldType.ERROR, DeadLetter::error),
  ERROR_CLASS("error.class", FieldType.TEXT, ofError(LastError::className)),
  ERROR_MESSAGE("error.message", FieldType.TEXT, ofError(LastError::message)),
  ERROR_STACKTRACE("error.stacktrace", FieldType.TEXT, ofError(LastError::stackTrace)),
  ATTEMPTS("attempts", FieldType.NUMBER, letter -> (long) letter.attempts()),
  REPLAYS("replays", FieldType.NUMBER, letter -> (long) letter.replayCount()),
  AGE("age", FieldType.AGE, DeadLetter::deadAt),
  DEAD_AT("dead_at", FieldType.TIME, DeadLetter::deadAt),
  TOPIC("topic", FieldType.TEXT, letter -> letter.place().topic()),
  PARTITION("partition", FieldType.NUMBER, letter -> (long) letter.place().partition()),
  OFFSET("offset", FieldType.NUMBER, letter -> letter.place().offset()),
  ORIGIN_TOPIC("origin.topic", FieldType.TEXT, ofOrigin(Origin::topic)),
  ORIGIN_PARTITION(
      "origin.partition", FieldType.NUMBER, ofOrigin(origin -> (long) origin.partition())),
  ORIGIN_OFFSET("origin.offset", FieldType.NUMBER, ofOrigin(Origin::offset)),
  ORIGIN_TIMESTAMP("origin.timestamp", FieldType.TIME, ofOrigin(FieldName::timestamp)),
  SIZE("size", FieldType.SIZE, DeadLetter::sizeInBytes),
  KIND("kind", FieldType.KIND, ofContent(FieldName::kind)),
  CORRELATION_ID(
      "correlation_id",
      FieldType.TEXT,
      ofEnvelope(envelope -> envelope.getMetadata().getCorrelationId())),
  SOURCE("source", FieldType.TEXT, ofEnvelope(Envelope::getSource)),
  TIMESTAMP("timestamp", FieldType.TIME, ofEnvelope(Envelope::getTimestamp)),
  LABEL("label", FieldType.LOOSE, FieldName::label),
  HEADER("header", FieldType.LOOSE, FieldName::header),
  DATA("data", FieldType.LOOSE, FieldName::data);

  private final String text;
  private final FieldType type;
  private final Getter getter;

  /** Takes the value out of a letter; null where the letter has none. */
  private interface Getter {
    @Nullable Object get(OpenLetter letter, List<Step> path);
  }

  /** Takes a value, or null, out of a part. */
  private interface Part<T> {
    @Nullable Object of(T whole);
  }

  FieldName(String text, FieldType type, Getter getter) {
    this.text = text;
    this.type = type;
    this.getter = getter;
  }

  FieldName(String text, FieldType type, Part<DeadLetter> getter) {
    this(text, type, (letter, path) -> getter.of(letter.letter()));
  }

  String text() {
    return text;
  }

  FieldType type() {
    return type;
  }

  @Nullable Object value(OpenLetter letter, List<Step> path) {
    return getter.get(letter, path);
  }

  /** True for {@code header} and {@code label}, which mean nothing without a name. */
  boolean needsName() {
    return this == HEADER || this == LABEL;
  }

  /** True where the field can be there and hold nothing. */
  boolean isNullable() {
    return this == HEADER || this == DATA;
  }

  /** True if the letter must be opened, and the registry may be asked. */
  boolean needsContent() {
    return switch (this) {
      case KIND, CORRELATION_ID, SOURCE, TIMESTAMP, LABEL, DATA -> true;
      default -> false;
    };
  }

  private static Getter ofError(Part<LastError> part) {
    return (letter, path) -> {
      LastError error = letter.letter().error();
      return error == null ? null : part.of(error);
    };
  }

  private static Getter ofOrigin(Part<Origin> part) {
    return (letter, path) -> {
      Origin origin = letter.letter().origin();
      return origin == null ? null : part.of(origin);
    };
  }

  private static Getter ofContent(Function<LetterContent, Object> part) {
    return (letter, path) -> part.apply(letter.content());
  }

  private static Getter ofEnvelope(Part<Envelope> part) {
    return (letter, path) -> {
      Envelope envelope = letter.content().envelope();
      return envelope == null ? null : part.of(envelope);
    };
  }

  private static @Nullable Object timestamp(Origin origin) {
    return origin.timestampMs() < 0 ? null : Instant.ofEpochMilli(origin.timestampMs());
  }

  private static Object kind(LetterContent content) {
    return content.kind().name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object label(OpenLetter letter, List<Step> path) {
    Envelope envelope = letter.content().envelope();
    return envelope == null ? null : text(envelope.getMetadata().getLabels().get(name(path)));
  }

  private static @Nullable Object header(OpenLetter letter, List<Step> path) {
    Headers headers = letter.letter().raw().headers();
    String text = DeliveryHeaders.text(headers, name(path));
    return text == null && headers.lastHeader(name(path)) != null
        ? NullNode.getInstance()
        : text(text);
  }

  private static @Nullable Object data(OpenLetter letter, List<Step> path) {
    JsonNode node = letter.content().json();
    for (Step step : path) {
      node = node == null ? null : step.from(node);
    }
    return node;
  }

  private static String name(List<Step> path) {
    return path.get(0) instanceof Step.Name name ? name.value() : "";
  }

  private static @Nullable TextNode text(@Nullable String text) {
    return text == null ? null : TextNode.valueOf(text);
  }
}
