package io.sluice.cli;

import io.sluice.replay.ExportProgress;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far an export has come, as a bar on standard error for a person who watches; nothing where
 * nobody does. Not thread-safe.
 */
final class ExportBar implements ExportProgress, AutoCloseable {
  private static final int REDRAW_MS = 200;

  private final @Nullable ProgressBar bar;

  private ExportBar(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static ExportBar onTerminal() {
    if (!Terminal.showsStandardError()) {
      return new ExportBar(null);
    }
    return new ExportBar(
        new ProgressBarBuilder()
            .setTaskName("export")
            .setInitialMax(-1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MS)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .build());
  }

  @Override
  public void advanced(long read, long toRead, long exported) {
    if (bar != null) {
      bar.maxHint(toRead);
      bar.stepTo(read);
      bar.setExtraMessage(ExportText.letters(exported) + " exported");
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
