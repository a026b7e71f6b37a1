package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What failures of the same cause have in common: class of the exception, and first frame of the
 * user's own code.
 *
 * <p>The message is a part of the id only where no frame is known, as of errors without a stack
 * trace, and of records that cannot be decoded, which no code of the user's has seen. Elsewhere it
 * would split one cause into thousands: numbers and addresses can be taken out of it, names cannot.
 * The line is no part of it either: it changes with each deploy.
 *
 * @param errorClass of the exception; where nothing was thrown, the reason in one word
 * @param place class and method of the frame; the message's shape where no frame is known
 * @param frame class, method, file and line; null where no frame is known
 * @param message with {@code <n>}, {@code <email>} and the like for what differs; may be empty
 */
public record FailureFingerprint(
    String errorClass, String place, @Nullable String frame, String message) {
  private static final String UNDECODABLE = "undecodable";
  private static final int ID_BYTES = 4;

  /** The fingerprint of an error, as much of it as was kept. */
  public static FailureFingerprint of(LastError error) {
    String shape = shape(error);
    Optional<StackFrame> frame = StackTrace.parse(error.stackTrace()).ownFrame();
    return new FailureFingerprint(
        error.className(),
        frame.map(StackFrame::stable).orElse(shape),
        frame.map(StackFrame::toString).orElse(null),
        shape);
  }

  /** Of an end without an error: its reason, in one word. */
  public static FailureFingerprint ofReason(String reason) {
    return new FailureFingerprint(reason, "", null, "");
  }

  /** Of an error in code that is not the user's: by its message. */
  public static FailureFingerprint withoutFrame(LastError error) {
    String shape = shape(error);
    return new FailureFingerprint(error.className(), shape, null, shape);
  }

  private static String shape(LastError error) {
    String message = error.message();
    return MessageShape.of(message == null ? "" : message);
  }

  /**
   * 8 hexadecimal digits, for the command line.
   *
   * @param type of the event; null when it could not be read
   * @param handler the pattern that its handler is registered under; null when nothing tells
   */
  public String id(@Nullable String type, @Nullable String handler) {
    return digest(errorClass, place, type, handler);
  }

  /** The same for a record that cannot be decoded: of the message alone. */
  public String idOfUndecodable() {
    return digest(UNDECODABLE, message);
  }

  private static String digest(@Nullable String... parts) {
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
