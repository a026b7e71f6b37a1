package io.sluice.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether a person watches. */
final class Terminal {
  private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");
  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /**
   * Whether standard error is a terminal. Java has no such question of its own: {@code
   * System.console()} is about input and output, which are redirected in {@code publish < file |
   * jq} while a person still watches standard error.
   */
  static boolean showsStandardError() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    return isTerminal(STANDARD_ERROR);
  }

  /**
   * Where a person can be asked; null where nobody can. From Java 22 on there is a {@code
   * System.console()} also where input or output goes elsewhere.
   */
  static @Nullable Console console() {
    Console console = System.console();
    return console != null && isTerminal(STANDARD_INPUT) && isTerminal(STANDARD_OUTPUT)
        ? console
        : null;
  }

  private static boolean isTerminal(Path stream) {
    if (!Files.isSymbolicLink(stream)) {
      return System.console() != null;
    }
    try {
      String target = Files.readSymbolicLink(stream).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Whether block characters can be printed to standard output; a pipe may take ASCII only. */
  static boolean showsBlocks() {
    String told = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    try {
      Charset charset = told == null ? Charset.defaultCharset() : Charset.forName(told);
      return charset.newEncoder().canEncode(TimeChart.BLOCK);
    } catch (IllegalArgumentException | UnsupportedOperationException unknown) {
      return false;
    }
  }
}
