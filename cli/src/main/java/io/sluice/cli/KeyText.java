package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/** A record key as a person reads and writes it: the text that it is, or {@code hex:00ff}. */
final class KeyText {
  private static final String HEX = "hex:";

  private KeyText() {}

  /** Text that {@link #parse} makes the same bytes of, without anything a terminal could obey. */
  static String of(byte[] key) {
    String hex = HEX + HexFormat.of().formatHex(key);
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
      return isPlain(text) ? text : hex;
    } catch (CharacterCodingException e) {
      return hex;
    }
  }

  /**
   * The bytes that are meant.
   *
   * @throws UserErrorException when there is no number after {@code hex:}
   */
  static byte[] parse(String text) {
    if (!text.startsWith(HEX)) {
      return text.getBytes(UTF_8);
    }
    try {
      return HexFormat.of().parseHex(text.substring(HEX.length()));
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(
          "the key "
              + PlainText.line(text)
              + ": after hex: come two hexadecimal digits for each byte, as in hex:00ff",
          ExitCodes.WRONG_USAGE);
    }
  }

  private static boolean isPlain(String text) {
    return !text.isBlank()
        && !text.startsWith(HEX)
        && text.equals(text.strip())
        && text.codePoints().noneMatch(KeyText::isUnprintable);
  }

  private static boolean isUnprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
