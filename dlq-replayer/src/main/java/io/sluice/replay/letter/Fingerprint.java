package io.sluice.replay.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.LastError;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What letters that died of the same cause have in common: class of the exception, first frame of
 * the user's own code, type, handler. Compare ids; the rest is that of one letter.
 *
 * <p>The message is a part of the id only where no frame is known, as of letters without a stack
 * trace, and of records that cannot be decoded, which no code of the user's has seen. Elsewhere it
 * would split one cause into thousands: numbers and addresses can be taken out of it, names cannot.
 * The line is no part of it either: it changes with each deploy.
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
  private static final int ID_BYTES = 4;

  /** The fingerprint of a letter. */
  public static Fingerprint of(DeadLetter letter) {
    LastError error = letter.error();
    String reason = letter.reason() == null ? "unknown" : letter.reason();
    String errorClass = error == null ? reason : error.className();
    String message = error == null || error.message() == null ? "" : error.message();
    String shape = MessageShape.of(message);
    boolean undecodable = UNDECODABLE.equals(letter.reason());
    Optional<StackFrame> frame =
        undecodable || error == null
            ? Optional.empty()
            : StackTrace.parse(error.stackTrace()).ownFrame();
    String cause = frame.map(StackFrame::stable).orElse(shape);
    return new Fingerprint(
        undecodable
            ? id(UNDECODABLE, shape)
            : id(errorClass, cause, letter.type(), letter.handler()),
        errorClass,
        frame.map(StackFrame::toString).orElse(null),
        letter.type(),
        letter.handler(),
        shape);
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

  private static String id(@Nullable String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part == null ? new byte[] {1} : part.getBytes(UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), ID_BYTES));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
