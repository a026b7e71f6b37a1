package io.sluice.cli;

import io.sluice.replay.ReplayProgress;
import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come, how fast, and how long it will still take, as a bar on standard error for
 * a person who watches; nothing where nobody does. Told on one thread; the bar draws itself on
 * another.
 */
final class ReplayBar implements ReplayProgress, AutoCloseable {
  private static final int REDRAW_MS = 200;

  private final @Nullable ProgressBar bar;
  private final long most;
  private final RunSpeed speed;

  private ReplayBar(@Nullable ProgressBar bar, long most, RunSpeed speed) {
    this.bar = bar;
    this.most = most;
    this.speed = speed;
  }

  /**
   * A bar of its task.
   *
   * @param most letters that are dealt with at most; null: all
   * @param width of the terminal in characters. Told, since where the bar finds it out by itself it
   *     takes the signals for itself, and Ctrl-C ends the process where it stands
   */
  static ReplayBar onTerminal(String task, @Nullable Long most, int width) {
    RunSpeed speed = new RunSpeed();
    long limit = most == null ? Long.MAX_VALUE : most;
    if (!Terminal.showsStandardError()) {
      return new ReplayBar(null, limit, speed);
    }
    return new ReplayBar(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(-1)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REDRAW_MS)
            .setEtaFunction(state -> speed.remaining())
            .setConsumer(new ConsoleProgressBarConsumer(System.err, width))
            .build(),
        limit,
        speed);
  }

  @Override
  public void choosing(long read) {
    if (bar != null) {
      bar.stepTo(read);
      bar.setExtraMessage(" read");
    }
  }

  @Override
  public void advanced(long done, long chosen, long moved) {
    if (bar == null) {
      return;
    }
    long all = Math.max(done, Math.min(chosen, most));
    if (speed.isUnknown()) {
      // Reading went at another speed than moving does.
      bar.reset();
    }
    speed.advanced(done, all, bar.getElapsedAfterStart());
    bar.maxHint(all);
    bar.stepTo(done);
    bar.setExtraMessage(
        " " + ReplayText.number(moved) + " moved" + speed.text().map(it -> ", " + it).orElse(""));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  /** From the first transaction on, whose own time nobody knows. */
  static final class RunSpeed {
    private long first = -1;
    private double perSecond;
    private long left;

    synchronized boolean isUnknown() {
      return first < 0;
    }

    /**
     * @param elapsed since the first time
     */
    synchronized void advanced(long done, long all, Duration elapsed) {
      if (first < 0) {
        first = done;
      }
      double seconds = elapsed.toMillis() / 1000.0;
      perSecond = seconds > 0 ? (done - first) / seconds : 0;
      left = all - done;
    }

    synchronized Optional<Duration> remaining() {
      return perSecond > 0
          ? Optional.of(Duration.ofSeconds((long) Math.ceil(left / perSecond)))
          : Optional.empty();
    }

    synchronized Optional<String> text() {
      return perSecond > 0
          ? Optional.of(
              perSecond < 10
                  ? Math.round(perSecond * 60) + "/m"
                  : ReplayText.number(Math.round(perSecond)) + "/s")
          : Optional.empty();
    }
  }
}
