package io.sluice.processor.config;

import io.sluice.processor.routing.Exchange;
import org.jspecify.annotations.Nullable;

/** Which keys a binding may have, by the type of its exchange. */
final class BindingKeys {
  private static final String EXAMPLE = "such as \"order.*.paid\"";

  private BindingKeys() {}

  /**
   * What is wrong with a key; null when nothing is.
   *
   * @param key null: none was given
   */
  static @Nullable String fault(Exchange.Type type, @Nullable String key) {
    return switch (type) {
      case FANOUT ->
          key == null
              ? null
              : "has no meaning on a fanout exchange, whose bindings all match; leave it out, or"
                  + " make the exchange type: topic";
      case DIRECT -> key == null ? missing() : direct(key);
      case TOPIC -> key == null ? missing() : pattern(key);
    };
  }

  private static String missing() {
    return "is missing; give an event type, or on a topic exchange a pattern " + EXAMPLE;
  }

  private static @Nullable String direct(String key) {
    return key.contains("*") || key.contains("#")
        ? "\""
            + key
            + "\" would match only a type that is spelt so: a direct exchange knows no * and no #;"
            + " make the exchange type: topic"
        : null;
  }

  /** RabbitMQ takes such a word for a plain one, which no event's type has. */
  private static @Nullable String pattern(String key) {
    for (String word : key.split("\\.", -1)) {
      if (word.length() > 1 && (word.contains("*") || word.contains("#"))) {
        return "* (one word) and # (any number of words) stand alone between dots, "
            + EXAMPLE
            + ", not within \""
            + word
            + "\"";
      }
    }
    return null;
  }
}
