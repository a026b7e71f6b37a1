package io.sluice.replay.filter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.schema.LastError;
import io.sluice.schema.TypePattern;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** How the value of a field of some type is compared with a literal. */
final class Comparers {
  /** No longer than a number, a time can be: what is longer need not be tried. */
  private static final int LONGEST_SCALAR = 64;

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,4})?");

  private Comparers() {}

  /**
   * @param now when ages are told
   * @throws IllegalArgumentException when the field cannot be compared with that
   */
  static Comparer of(Field field, Literal literal, Instant now) {
    FieldType type = field.name().type();
    if (!type.takes(literal)) {
      throw new IllegalArgumentException(
          field.text()
              + " is compared with "
              + type.described()
              + ", not with "
              + literal.described());
    }
    if (literal instanceof Literal.Text text) {
      return ofText(type, text.value());
    }
    if (literal instanceof Literal.Decimal number) {
      return ofNumber(number.value());
    }
    if (literal instanceof Literal.Size size) {
      return ofNumber(BigDecimal.valueOf(size.bytes()));
    }
    if (literal instanceof Literal.Span span) {
      return value -> order(Duration.between((Instant) value, now).compareTo(span.value()));
    }
    if (literal instanceof Literal.Time time) {
      return ofTime(time.value());
    }
    if (literal instanceof Literal.Truth truth) {
      return value -> Comparer.equalIf(isTruth((JsonNode) value, truth.value()));
    }
    if (!field.name().isNullable()) {
      throw new IllegalArgumentException(
          field.text() + " is never null; write " + field.text() + " missing");
    }
    return value -> Comparer.equalIf(((JsonNode) value).isNull());
  }

  private static Comparer ofText(FieldType type, String text) {
    return switch (type) {
      case ID -> value -> Comparer.equalIf(isOf((DeadLetter) value, text));
      case PATTERN -> {
        TypePattern pattern = TypePattern.parse(text);
        yield value -> Comparer.equalIf(pattern.matches((String) value));
      }
      case ERROR -> value -> Comparer.equalIf(isClass(((LastError) value).className(), text));
      case FINGERPRINT -> {
        requireBeginning(text);
        yield value -> Comparer.equalIf(((String) value).startsWith(text));
      }
      case KIND -> {
        requireKind(text);
        yield value -> Comparer.equalIf(value.equals(text));
      }
      case LOOSE ->
          value ->
              ((JsonNode) value).isTextual()
                  ? order(((JsonNode) value).textValue().compareTo(text))
                  : OptionalInt.empty();
      default -> value -> order(((String) value).compareTo(text));
    };
  }

  private static Comparer ofNumber(BigDecimal number) {
    return value -> {
      if (value instanceof Long whole) {
        return order(BigDecimal.valueOf(whole).compareTo(number));
      }
      JsonNode node = (JsonNode) value;
      boolean isNumber =
          node.isTextual()
              ? isScalar(node.textValue()) && NUMBER.matcher(node.textValue()).matches()
              : node.isNumber() && (node.isBigDecimal() || Double.isFinite(node.doubleValue()));
      if (!isNumber) {
        return OptionalInt.empty();
      }
      BigDecimal found = node.isTextual() ? new BigDecimal(node.textValue()) : node.decimalValue();
      return order(found.compareTo(number));
    };
  }

  private static Comparer ofTime(Instant time) {
    return value -> {
      if (value instanceof Instant instant) {
        return order(instant.compareTo(time));
      }
      JsonNode node = (JsonNode) value;
      if (!node.isTextual() || !isScalar(node.textValue())) {
        return OptionalInt.empty();
      }
      try {
        return order(OffsetDateTime.parse(node.textValue()).toInstant().compareTo(time));
      } catch (DateTimeException notATime) {
        return OptionalInt.empty();
      }
    };
  }

  private static boolean isTruth(JsonNode node, boolean truth) {
    return node.isBoolean()
        ? node.booleanValue() == truth
        : node.isTextual() && node.textValue().equals(Boolean.toString(truth));
  }

  private static boolean isOf(DeadLetter letter, String idOrPlace) {
    return letter.id().equals(idOrPlace) || letter.place().toString().equals(idOrPlace);
  }

  private static boolean isClass(String name, String wanted) {
    return name.equals(wanted) || name.endsWith("." + wanted) || name.endsWith("$" + wanted);
  }

  private static boolean isScalar(String text) {
    return text.length() <= LONGEST_SCALAR;
  }

  private static void requireBeginning(String fingerprint) {
    if (fingerprint.length() < FieldType.LEAST_OF_A_FINGERPRINT) {
      throw new IllegalArgumentException(
          "of a fingerprint give at least its first "
              + FieldType.LEAST_OF_A_FINGERPRINT
              + " characters, not "
              + Quoted.of(fingerprint));
    }
  }

  private static void requireKind(String text) {
    if (!FieldType.KINDS.contains(text)) {
      throw new IllegalArgumentException(
          "there is no kind "
              + Quoted.of(text)
              + "; kinds are "
              + String.join(", ", FieldType.KINDS));
    }
  }

  private static OptionalInt order(int order) {
    return OptionalInt.of(order);
  }
}
