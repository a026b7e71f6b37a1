package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** JSON numbers, and text that stands for one, as Avro's kinds of number; never with a loss. */
final class JsonScalars {

  private JsonScalars() {}

  static int integer(String path, JsonNode json, Schema schema) {
    if (json.isTextual() && schema.getLogicalType() instanceof LogicalTypes.Date) {
      try {
        return Math.toIntExact(LocalDate.parse(json.textValue()).toEpochDay());
      } catch (DateTimeException | ArithmeticException notADate) {
        throw mismatch(path, json, schema, " (a day is written 2026-11-24)");
      }
    }
    try {
      return whole(path, json, schema).intValueExact();
    } catch (ArithmeticException tooLarge) {
      throw mismatch(path, json, schema, " (out of range)");
    }
  }

  static long longInteger(String path, JsonNode json, Schema schema) {
    if (json.isTextual()) {
      Long time = time(path, json, schema);
      if (time != null) {
        return time;
      }
    }
    try {
      return whole(path, json, schema).longValueExact();
    } catch (ArithmeticException tooLarge) {
      throw mismatch(path, json, schema, " (out of range)");
    }
  }

  static double number(String path, JsonNode json, Schema schema) {
    if (json.isTextual()) {
      return notFinite(path, json, schema);
    }
    double number = json.isNumber() ? json.doubleValue() : Double.NaN;
    if (!Double.isFinite(number)) {
      throw mismatch(path, json, schema, json.isNumber() ? " (out of range)" : "");
    }
    return number;
  }

  static float single(String path, JsonNode json, Schema schema) {
    double number = number(path, json, schema);
    float single = (float) number;
    if (Double.isFinite(number) && !Float.isFinite(single)) {
      throw mismatch(path, json, schema, " (out of range)");
    }
    return single;
  }

  /** As bytes or fixed, whichever the schema has. */
  static Object decimal(String path, JsonNode json, Schema schema, LogicalTypes.Decimal decimal) {
    try {
      BigDecimal number =
          json.isTextual() ? new BigDecimal(json.textValue()) : numeric(path, json, schema);
      BigDecimal scaled = number.setScale(decimal.getScale());
      if (scaled.precision() <= decimal.getPrecision()) {
        Conversions.DecimalConversion conversion = new Conversions.DecimalConversion();
        return schema.getType() == Schema.Type.FIXED
            ? conversion.toFixed(scaled, schema, decimal)
            : conversion.toBytes(scaled, schema, decimal);
      }
    } catch (ArithmeticException | NumberFormatException doesNotFit) {
      // told below, together with too many digits
    }
    throw mismatch(
        path,
        json,
        schema,
        " (at most "
            + decimal.getPrecision()
            + " digits, "
            + decimal.getScale()
            + " of them after the point)");
  }

  private static BigDecimal numeric(String path, JsonNode json, Schema schema) {
    if (!json.isNumber()
        || (json.isFloatingPointNumber() && !Double.isFinite(json.doubleValue()))) {
      throw mismatch(path, json, schema, "");
    }
    return json.decimalValue();
  }

  private static BigInteger whole(String path, JsonNode json, Schema schema) {
    if (json.isIntegralNumber()) {
      return json.bigIntegerValue();
    }
    try {
      BigDecimal number = numeric(path, json, schema);
      if (number.scale() > -400 && number.scale() < 400) {
        return number.toBigIntegerExact();
      }
    } catch (ArithmeticException hasAFraction) {
      // told below
    }
    throw mismatch(path, json, schema, "");
  }

  private static double notFinite(String path, JsonNode json, Schema schema) {
    return switch (json.textValue()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw mismatch(path, json, schema, "");
    };
  }

  /** Null when the schema's numbers are not times. */
  private static @Nullable Long time(String path, JsonNode json, Schema schema) {
    long perSecond;
    if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
      perSecond = 1_000;
    } else if (schema.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
      perSecond = 1_000_000;
    } else {
      return null;
    }
    try {
      Instant instant = OffsetDateTime.parse(json.textValue()).toInstant();
      long seconds = Math.multiplyExact(instant.getEpochSecond(), perSecond);
      return Math.addExact(seconds, instant.getNano() / (1_000_000_000 / perSecond));
    } catch (DateTimeException | ArithmeticException notATime) {
      throw mismatch(path, json, schema, " (a time is written 2026-11-24T18:00:00Z)");
    }
  }

  private static PayloadMismatchException mismatch(
      String path, JsonNode json, Schema schema, String why) {
    return new PayloadMismatchException(
        path, JsonKinds.describe(schema), JsonKinds.describe(json) + why);
  }
}
