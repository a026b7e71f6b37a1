package io.sluice.schema;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;

/** Ids for events that were given none. Thread-safe. */
public final class EventIds {

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private EventIds() {}

  /** A new UUIDv7 (RFC 9562): unique, and in the order of time. */
  public static String next() {
    return GENERATOR.generate().toString();
  }
}
