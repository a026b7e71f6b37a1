package io.sluice.replay.filter;

import java.util.OptionalInt;

/** Compares the value of a field with one literal. Thread-safe. */
@FunctionalInterface
interface Comparer {
  OptionalInt EQUAL = OptionalInt.of(0);

  /** Negative when the value is less, 0 when equal; empty when it is neither equal nor ordered. */
  OptionalInt compare(Object value);

  static OptionalInt equalIf(boolean equal) {
    return equal ? EQUAL : OptionalInt.empty();
  }
}
