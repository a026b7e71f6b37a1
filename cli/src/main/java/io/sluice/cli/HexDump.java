package io.sluice.cli;

import java.io.PrintWriter;
import java.util.HexFormat;
import java.util.Locale;

/** Bytes as hexadecimal numbers and ASCII, 16 a line. */
final class HexDump {
  private static final int LINE = 16;
  private static final int AROUND = 2 * LINE;
  private static final int FIRST_COLUMN = 12;

  private HexDump() {}

  /** The first bytes, and how many more there are. */
  static void print(PrintWriter out, byte[] bytes, int most) {
    int end = Math.min(bytes.length, most);
    for (int at = 0; at < end; at += LINE) {
      out.println(line(bytes, at, end));
    }
    if (end < bytes.length) {
      out.println("  … " + (bytes.length - end) + " more bytes; --hex shows all of them");
    }
  }

  /**
   * A few lines around one byte, with a mark under it.
   *
   * @param marked its place, counted from 0; the number of bytes marks where they end
   * @return true when those were all the bytes there are
   */
  static boolean printAround(PrintWriter out, byte[] bytes, int marked) {
    int line = marked - marked % LINE;
    int end = Math.min(bytes.length, line + LINE + AROUND);
    int start = Math.max(0, line - AROUND);
    for (int at = start; at < end || at == line; at += LINE) {
      out.println(line(bytes, at, end));
      if (at == line) {
        out.println(
            " ".repeat(FIRST_COLUMN + column(marked - line))
                + "^^ byte "
                + marked
                + " of the value");
      }
    }
    return start == 0 && end == bytes.length;
  }

  private static String line(byte[] bytes, int from, int end) {
    StringBuilder hex = new StringBuilder();
    StringBuilder ascii = new StringBuilder();
    for (int at = from; at < Math.min(end, from + LINE); at++) {
      hex.append(" ".repeat(column(at - from) - hex.length()));
      hex.append(HexFormat.of().toHexDigits(bytes[at]));
      boolean printable = bytes[at] >= 0x20 && bytes[at] < 0x7f;
      ascii.append(printable ? (char) bytes[at] : '.');
    }
    return String.format(Locale.ROOT, "  %08x  %-48s  |%s|", from, hex, ascii);
  }

  /** Where a byte stands in its line: two digits and a space each, a wider gap in the middle. */
  private static int column(int index) {
    return 3 * index + (index < LINE / 2 ? 0 : 1);
  }
}
