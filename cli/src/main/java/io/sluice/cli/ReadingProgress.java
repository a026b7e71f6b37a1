package io.sluice.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a file has been read, as a bar on standard error for a person who watches; nothing where
 * nobody does. Not thread-safe.
 */
final class ReadingProgress implements AutoCloseable {
  private static final int REDRAW_MS = 200;
  private static final long UNKNOWN = -1;

  private final @Nullable ProgressBar bar;
  private final boolean sizeKnown;

  private ReadingProgress(@Nullable ProgressBar bar, boolean sizeKnown) {
    this.bar = bar;
    this.sizeKnown = sizeKnown;
  }

  static ReadingProgress none() {
    return new ReadingProgress(null, false);
  }

  /**
   * @param totalBytes of the file; negative where that cannot be known
   */
  static ReadingProgress onTerminal(String task, long totalBytes) {
    boolean sizeKnown = totalBytes >= 0;
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(sizeKnown ? totalBytes : UNKNOWN)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MS)
            .setConsumer(new ConsoleProgressBarConsumer(System.err));
    if (sizeKnown) {
      builder.setUnit(" kB", 1000);
    }
    return new ReadingProgress(builder.build(), sizeKnown);
  }

  void read(JsonLines.Line line) {
    if (bar != null) {
      bar.stepTo(sizeKnown ? line.endOffset() : line.number());
    }
  }

  /** Prints a message on a line of its own; the bar is drawn again below it. */
  void print(PrintWriter err, String message) {
    err.println(bar == null ? message : "\r\u001b[2K" + message);
    err.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
