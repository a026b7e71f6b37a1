package io.sluice.replay.letter;

/**
 * What a family of tools calls the facts of a death. Of several names in a text, parted by {@code
 * |}, the first that is there counts; an empty one: the family does not tell.
 *
 * @param origin what stands before {@code topic}, {@code partition}, {@code offset} and {@code
 *     timestamp} of the record that failed
 * @param errorClass class of the exception
 * @param errorMessage its message
 * @param stackTrace its stack trace
 * @param attempts how often it was tried
 * @param owner who gave it up: consumer group or connector
 */
record ForeignNames(
    String origin,
    String errorClass,
    String errorMessage,
    String stackTrace,
    String attempts,
    String owner) {

  ForeignNames(String origin, String errorClass, String errorMessage, String stackTrace) {
    this(origin, errorClass, errorMessage, stackTrace, "", "");
  }

  ForeignNames withAttempts(String names) {
    return new ForeignNames(origin, errorClass, errorMessage, stackTrace, names, owner);
  }

  ForeignNames withOwner(String names) {
    return new ForeignNames(origin, errorClass, errorMessage, stackTrace, attempts, names);
  }

  /** Each name with this before it. */
  static String prefixed(String prefix, String... names) {
    StringBuilder all = new StringBuilder();
    for (String name : names) {
      all.append(all.isEmpty() ? "" : "|").append(prefix).append(name);
    }
    return all.toString();
  }
}
