package io.sluice.processor.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.schema.RateLimit;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ControlRecord} as a record of the control topic. Thread-safe.
 *
 * <p>The key is {@code kind/subject}: {@code pause/order.placed}, {@code rate-limit/mail.#}, {@code
 * concurrency/…}, {@code cancel/<id>}, {@code breaker/<name>}. The value is a JSON object; every
 * one has {@code v} (1), {@code by}, {@code at_ms} and, where one was given, {@code reason}; a
 * pause may have {@code fingerprint}, a rate has {@code limit} ({@code 100/s}), a concurrency
 * {@code attempts}, a cancel {@code until_ms}, a breaker {@code open} and {@code until_ms}. No
 * value: it is taken back. Fields may be added; a change that older readers would misunderstand
 * raises {@code v}.
 */
public final class ControlCodec {
  private static final int VERSION = 1;
  private static final String PAUSE = "pause";
  private static final String RATE = "rate-limit";
  private static final String CONCURRENCY = "concurrency";
  private static final String CANCEL = "cancel";
  private static final String BREAKER = "breaker";
  private static final Set<String> KINDS = Set.of(PAUSE, RATE, CONCURRENCY, CANCEL, BREAKER);
  private static final ObjectMapper JSON = new ObjectMapper();

  private ControlCodec() {}

  /** The key of such a record. */
  public static String key(ControlRecord record) {
    return kind(record) + "/" + record.subject();
  }

  /** What it is, in the word that its key begins with, which is also what commands call it. */
  public static String kind(ControlRecord record) {
    // A switch over the types of a sealed interface would need Java 21.
    if (record instanceof ControlRecord.Pause) {
      return PAUSE;
    }
    if (record instanceof ControlRecord.Rate) {
      return RATE;
    }
    if (record instanceof ControlRecord.Concurrency) {
      return CONCURRENCY;
    }
    return record instanceof ControlRecord.Cancel ? CANCEL : BREAKER;
  }

  /** The value of such a record. */
  public static byte[] write(ControlRecord record) {
    ObjectNode json = JSON.createObjectNode();
    json.put("v", VERSION);
    put(json, record.mandate());
    if (record instanceof ControlRecord.Pause pause && pause.fingerprint() != null) {
      json.put("fingerprint", pause.fingerprint());
    } else if (record instanceof ControlRecord.Rate rate) {
      json.put("limit", rate.limit().toString());
    } else if (record instanceof ControlRecord.Concurrency concurrency) {
      json.put("attempts", concurrency.attempts());
    } else if (record instanceof ControlRecord.Cancel cancel) {
      json.put("until_ms", cancel.untilMs());
    } else if (record instanceof ControlRecord.Breaker breaker) {
      json.put("open", breaker.open());
      json.put("until_ms", breaker.untilMs());
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
    }
  }

  /**
   * False for what else a pipeline remembers in its control topic, and for what others put there.
   */
  public static boolean isControl(String key) {
    int slash = key.indexOf('/');
    return slash > 0 && slash < key.length() - 1 && KINDS.contains(key.substring(0, slash));
  }

  /**
   * The record of a key that {@link #isControl}.
   *
   * @throws ControlFormatException when the value is none of Sluice's, or of a newer Sluice's
   */
  public static ControlRecord read(String key, byte[] value) {
    int slash = key.indexOf('/');
    if (!isControl(key)) {
      throw new ControlFormatException("\"" + key + "\" is no kind/subject that Sluice knows");
    }
    try {
      Fields fields = new Fields(JSON.readTree(value));
      fields.requireVersion(VERSION);
      return record(key.substring(0, slash), key.substring(slash + 1), fields);
    } catch (IOException | IllegalArgumentException e) {
      throw new ControlFormatException(key + ": " + e.getMessage(), e);
    }
  }

  private static ControlRecord record(String kind, String subject, Fields fields) {
    ControlRecord.Mandate mandate =
        new ControlRecord.Mandate(
            fields.text("by"), fields.number("at_ms"), fields.optionalText("reason"));
    return switch (kind) {
      case PAUSE -> new ControlRecord.Pause(subject, mandate, fields.optionalText("fingerprint"));
      case RATE -> new ControlRecord.Rate(subject, mandate, RateLimit.parse(fields.text("limit")));
      case CONCURRENCY ->
          new ControlRecord.Concurrency(subject, mandate, fields.atLeastOne("attempts"));
      case CANCEL -> new ControlRecord.Cancel(subject, mandate, fields.number("until_ms"));
      default ->
          new ControlRecord.Breaker(
              subject, mandate, fields.flag("open"), fields.number("until_ms"));
    };
  }

  private static void put(ObjectNode json, ControlRecord.Mandate mandate) {
    json.put("by", mandate.by());
    json.put("at_ms", mandate.atMs());
    if (mandate.reason() != null) {
      json.put("reason", mandate.reason());
    }
  }

  /** The value's fields, with a message for each that is not what it should be. */
  private record Fields(JsonNode object) {
    void requireVersion(int known) {
      long version = number("v");
      if (version != known) {
        throw new IllegalArgumentException(
            "version " + version + "; this Sluice reads version " + known);
      }
    }

    String text(String name) {
      String text = optionalText(name);
      if (text == null) {
        throw missing(name, "a text");
      }
      return text;
    }

    @Nullable String optionalText(String name) {
      JsonNode value = object.path(name);
      return value.isTextual() ? value.textValue() : null;
    }

    long number(String name) {
      JsonNode value = object.path(name);
      if (!value.canConvertToLong() || !value.isIntegralNumber()) {
        throw missing(name, "a whole number");
      }
      return value.longValue();
    }

    int atLeastOne(String name) {
      long number = number(name);
      if (number < 1 || number > Integer.MAX_VALUE) {
        throw missing(name, "a whole number of at least 1");
      }
      return (int) number;
    }

    boolean flag(String name) {
      JsonNode value = object.path(name);
      if (!value.isBoolean()) {
        throw missing(name, "true or false");
      }
      return value.booleanValue();
    }

    private static IllegalArgumentException missing(String name, String wanted) {
      return new IllegalArgumentException("its field " + name + " is not " + wanted);
    }
  }
}
