package io.sluice.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frames in the text of a stack trace: those of the exception, then those of its causes; none
 * of suppressed exceptions. Text that ends in the middle of a line has that line left out.
 */
record StackTrace(List<StackFrame> frames) {
  private static final int MOST_LINES = 2_000;

  static StackTrace parse(@Nullable String text) {
    List<StackFrame> frames = new ArrayList<>();
    boolean suppressed = false;
    List<String> lines = text == null ? List.of() : text.lines().limit(MOST_LINES).toList();
    for (String line : lines) {
      if (line.startsWith("Caused by: ")) {
        suppressed = false;
      } else if (line.stripLeading().startsWith("Suppressed: ")) {
        suppressed = true;
      } else if (!suppressed) {
        StackFrame.parse(line).ifPresent(frames::add);
      }
    }
    return new StackTrace(List.copyOf(frames));
  }

  /** The first frame of the user's own code; the first of all where none is. */
  Optional<StackFrame> ownFrame() {
    return frames.stream()
        .filter(frame -> frame.isWritten() && !KnownLibraries.contain(frame.className()))
        .findFirst()
        .or(() -> frames.stream().findFirst());
  }
}
