package io.sluice.bench.topic;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Ids that tell which event of its topic an event is. They are all of one length, so every
 * contestant finds them at one place of the record's bytes: one that does not read Avro counts
 * events, too, at next to no cost.
 */
public final class EventId {
  private static final int DIGITS = 15;

  /** Magic byte, four bytes of schema id, one byte with the length of the id. */
  private static final int START = 6;

  private EventId() {}

  /** The id of an event that was published. */
  public static String of(long sequence) {
    return withLetter('e', sequence);
  }

  /** The id of the event that the handler of an event emits. */
  public static String ofEmitted(long sequence) {
    return withLetter('f', sequence);
  }

  /** Which event has this id. */
  public static long sequence(String id) {
    return digits(id.getBytes(US_ASCII), 1);
  }

  /** Which event an envelope's bytes hold. */
  public static long sequence(byte[] envelope) {
    return digits(envelope, START + 1);
  }

  private static String withLetter(char letter, long sequence) {
    String number = Long.toString(sequence);
    return letter + "0".repeat(DIGITS - number.length()) + number;
  }

  private static long digits(byte[] bytes, int from) {
    long number = 0;
    for (int i = from; i < from + DIGITS; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new IllegalArgumentException("no id of a benchmark's event in these bytes");
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
