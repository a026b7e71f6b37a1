package io.sluice.cli;

import io.sluice.replay.ReplayProgress;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay has come, as a bar on standard error for a person who watches; nothing where
 * nobody does. Not thread-safe.
 */
final class ReplayBar implements ReplayProgress, AutoCloseable {
  private static final int REDRAW_MS = 200;

  private final @Nullable ProgressBar bar;

  private ReplayBar(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  static ReplayBar onTerminal() {
    if (!Terminal.showsStandardError()) {
      return new ReplayBar(null);
    }
    return new ReplayBar(
        new ProgressBarBuilder()
            .setTaskName("replay")
            .setInitialMax(-1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MS)
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .build());
  }

  @Override
  public void advanced(long read, long toRead, long replayed) {
    if (bar != null) {
      bar.maxHint(toRead);
      bar.stepTo(read);
      bar.setExtraMessage(ReplayText.letters(replayed) + " replayed");
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
