package io.sluice.cli;

/**
 * An event that tells by its id alone which one of its key it is, how long its handler takes, and
 * how often it fails: the same in every process that meets it.
 *
 * @param key the business key
 * @param sequence its place among the events of its key, counted from 0
 */
record NumberedEvent(String key, int sequence) {
  static final String TYPE = "load.numbered";
  private static final String FOLLOW_UP = ".done";

  /** The event of that number where keys take turns. */
  static NumberedEvent of(int number, int keys) {
    return new NumberedEvent("key%03d".formatted(number % keys), number / keys);
  }

  /** From its own id, or that of its follow-up. */
  static NumberedEvent parse(String id) {
    String own = id.endsWith(FOLLOW_UP) ? id.substring(0, id.length() - FOLLOW_UP.length()) : id;
    int dash = own.indexOf('-');
    return new NumberedEvent(own.substring(0, dash), Integer.parseInt(own.substring(dash + 1)));
  }

  String id() {
    return "%s-%05d".formatted(key, sequence);
  }

  String followUpId() {
    return id() + FOLLOW_UP;
  }

  /** How long its handler takes, from 0 to {@code most}, in ms. */
  long handlerMs(long most) {
    return spread(most + 1, 17);
  }

  /** How many of its first attempts fail: one event of 20 fails once, another one twice. */
  int failures() {
    return switch ((int) spread(20, 31)) {
      case 0 -> 1;
      case 1 -> 2;
      default -> 0;
    };
  }

  /** Evenly over 0 to {@code bound}, exclusive, and without a pattern along a key. */
  private long spread(long bound, int salt) {
    long mixed = (id().hashCode() + (long) salt) * 0x9E3779B97F4A7C15L;
    return Long.remainderUnsigned(mixed ^ (mixed >>> 32), bound);
  }
}
