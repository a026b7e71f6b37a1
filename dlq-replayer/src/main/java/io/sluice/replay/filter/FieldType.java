package io.sluice.replay.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.LetterContent;
import io.sluice.schema.LastError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What values a field has, and what they can be compared with. */
enum FieldType {
  /** Of a {@link DeadLetter}: its event's id, or where it lies. */
  ID("a text, as \"0197c1de-6a3e\"", false, Literal.Text.class),
  /** A type's name; compared with a pattern. */
  PATTERN("a text, as \"payment.*\"", false, Literal.Text.class),
  /** A {@link LastError}; equal to its class, with or without the package. */
  ERROR("a text, as \"TimeoutException\"", false, Literal.Text.class),
  /** Equal to the beginning of it, from four characters on. */
  FINGERPRINT("a text, as \"3f9a01\"", false, Literal.Text.class),
  /** One of the names of {@link LetterContent.Kind}. */
  KIND("a text, as \"json\"", false, Literal.Text.class),
  TEXT("a text in quotes", true, Literal.Text.class),
  NUMBER("a number, as 5", true, Literal.Decimal.class),
  /** Bytes. */
  SIZE("a size, as 10MB, 64KiB or 500", true, Literal.Size.class, Literal.Decimal.class),
  /** A time, compared with how long ago that was. */
  AGE("a duration, as 2h, 30m or 7d", true, Literal.Span.class),
  TIME("a time, as 2026-11-24T18:00:00Z", true, Literal.Time.class),
  /** JSON, or text that others wrote: it has the type of what it is compared with. */
  LOOSE(
      "a text in quotes, a number, a time, true or false",
      true,
      Literal.Text.class,
      Literal.Decimal.class,
      Literal.Time.class,
      Literal.Truth.class,
      Literal.Nothing.class);

  /** Shorter beginnings of a fingerprint say too little. */
  static final int LEAST_OF_A_FINGERPRINT = 4;

  static final List<String> KINDS =
      Arrays.stream(LetterContent.Kind.values())
          .map(kind -> kind.name().toLowerCase(Locale.ROOT))
          .toList();

  private final String described;
  private final boolean ordered;
  private final Set<Class<? extends Literal>> literals;

  @SafeVarargs
  FieldType(String described, boolean ordered, Class<? extends Literal>... literals) {
    this.described = described;
    this.ordered = ordered;
    this.literals = Set.of(literals);
  }

  /** For an error message: {@code a number, as 5}. */
  String described() {
    return described;
  }

  /** True where one value can be less than another. */
  boolean isOrdered() {
    return ordered;
  }

  /** True where a regular expression can look into it. */
  boolean isText() {
    return switch (this) {
      case NUMBER, SIZE, AGE, TIME -> false;
      default -> true;
    };
  }

  boolean takes(Literal literal) {
    return literals.contains(literal.getClass());
  }

  /** What a regular expression looks into; null when there is no text. */
  @Nullable String text(Object value) {
    if (value instanceof LastError error) {
      return error.message() == null
          ? error.className()
          : error.className() + ": " + error.message();
    }
    if (value instanceof DeadLetter letter) {
      return letter.id();
    }
    if (value instanceof JsonNode node) {
      if (node.isNull()) {
        return null;
      }
      return node.isContainerNode() ? node.toString() : node.asText();
    }
    return value.toString();
  }
}
