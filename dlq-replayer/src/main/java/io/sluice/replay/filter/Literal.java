package io.sluice.replay.filter;

import io.sluice.schema.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A value in a filter. */
sealed interface Literal {

  /** As it is written in a filter; reads back to an equal literal. */
  String text();

  /** What it is, for an error message: {@code the number 5}. */
  default String described() {
    return text();
  }

  /** False where nothing is less or greater. */
  default boolean isOrdered() {
    return !(this instanceof Truth) && !(this instanceof Nothing);
  }

  record Text(String value) implements Literal {
    @Override
    public String text() {
      return Quoted.of(value);
    }

    @Override
    public String described() {
      return "the text " + text();
    }
  }

  record Decimal(BigDecimal value) implements Literal {
    @Override
    public String text() {
      return value.toString();
    }

    @Override
    public String described() {
      return "the number " + text();
    }
  }

  record Truth(boolean value) implements Literal {
    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }

  /** JSON's null, and a header without a value. */
  record Nothing() implements Literal {
    @Override
    public String text() {
      return "null";
    }
  }

  /** A duration, in whole milliseconds. */
  record Span(Duration value) implements Literal {
    @Override
    public String text() {
      return Durations.format(value);
    }

    @Override
    public String described() {
      return "the duration " + text();
    }
  }

  record Time(Instant value) implements Literal {
    @Override
    public String text() {
      return value.toString();
    }

    @Override
    public String described() {
      return "the time " + text();
    }
  }

  /** So many bytes, written with a unit. */
  record Size(long bytes) implements Literal {
    /** Units from the largest on, as they are printed. */
    static final List<Unit> UNITS =
        List.of(
            new Unit("GiB", 1L << 30),
            new Unit("GB", 1_000_000_000L),
            new Unit("MiB", 1L << 20),
            new Unit("MB", 1_000_000L),
            new Unit("KiB", 1L << 10),
            new Unit("kB", 1_000L),
            new Unit("B", 1L));

    record Unit(String name, long bytes) {}

    @Override
    public String text() {
      return UNITS.stream()
          .filter(unit -> bytes != 0 && bytes % unit.bytes() == 0)
          .findFirst()
          .map(unit -> bytes / unit.bytes() + unit.name())
          .orElse("0B");
    }

    @Override
    public String described() {
      return "the size " + text();
    }
  }
}
