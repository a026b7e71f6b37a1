package io.sluice.replay.letter;

import io.sluice.schema.FailureFingerprint;
import io.sluice.schema.LastError;
import org.jspecify.annotations.Nullable;

/**
 * What letters that died of the same cause have in common: class of the exception, first frame of
 * the user's own code, type, handler. Compare ids; the rest is that of one letter. {@link
 * FailureFingerprint} says what is a part of the id, and why.
 *
 * @param id 8 hexadecimal digits, for the command line
 * @param errorClass of the exception; where nothing was thrown, the reason in one word
 * @param frame class, method, file and line; null where no frame is known
 * @param type of the event; null when it could not be read
 * @param handler the pattern that its handler is registered under; null when nothing tells
 * @param message with {@code <n>}, {@code <email>} and the like for what differs; may be empty
 */
public record Fingerprint(
    String id,
    String errorClass,
    @Nullable String frame,
    @Nullable String type,
    @Nullable String handler,
    String message) {
  private static final String UNDECODABLE = "undecodable";

  /** The fingerprint of a letter. */
  public static Fingerprint of(DeadLetter letter) {
    boolean undecodable = UNDECODABLE.equals(letter.reason());
    FailureFingerprint failure = failure(letter, undecodable);
    return new Fingerprint(
        undecodable ? failure.idOfUndecodable() : failure.id(letter.type(), letter.handler()),
        failure.errorClass(),
        failure.frame(),
        letter.type(),
        letter.handler(),
        failure.message());
  }

  private static FailureFingerprint failure(DeadLetter letter, boolean undecodable) {
    LastError error = letter.error();
    if (error == null) {
      String reason = letter.reason();
      return FailureFingerprint.ofReason(reason == null ? "unknown" : reason);
    }
    return undecodable ? FailureFingerprint.withoutFrame(error) : FailureFingerprint.of(error);
  }

  /** For a person: {@code MailException at Mail.send(Mail.java:7)}. Text from records. */
  public String label() {
    String error = simple(errorClass);
    if (frame != null) {
      return error + " at " + frameLabel();
    }
    return message.isEmpty() ? error : error + ": " + message;
  }

  /** The frame without the package and the class around it; {@code -} where none is known. */
  public String frameLabel() {
    if (frame == null) {
      return "-";
    }
    int end = frame.indexOf('(') < 0 ? frame.length() : frame.indexOf('(');
    int method = frame.lastIndexOf('.', end - 1);
    int name = Math.max(frame.lastIndexOf('.', method - 1), frame.lastIndexOf('$', method - 1)) + 1;
    return frame.substring(name);
  }

  private static String simple(String className) {
    int start = Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1;
    return start < className.length() ? className.substring(start) : className;
  }
}
