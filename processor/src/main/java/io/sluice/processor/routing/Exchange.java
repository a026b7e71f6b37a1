package io.sluice.processor.routing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A place that events pass, named and with a rule of its own for which bindings they match.
 *
 * @param alternate the exchange that takes what matches no binding of this one; null: none does
 */
public record Exchange(String name, Type type, @Nullable String alternate) {

  /** How an exchange compares binding keys with an event's type. */
  public enum Type {
    /** The key is the type, letter by letter. */
    DIRECT,
    /** Every binding matches; there are no keys. */
    FANOUT,
    /** Word by word, where {@code *} is one word and {@code #} any number of them, also none. */
    TOPIC;

    /** The word as it is written in a file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
