package io.sluice.cli;

import io.sluice.replay.Discard;
import io.sluice.replay.PlanReplay;
import io.sluice.replay.Replay;
import io.sluice.replay.ReplayProgress;
import io.sluice.replay.ReplayReport;
import io.sluice.replay.VerdictListener;
import io.sluice.schema.EventCodec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to be done to dead letters, once.
 *
 * @param most letters that it deals with at most; null: all
 * @param stop may be called from any thread
 */
record LetterJob(Deed deed, @Nullable Long most, Work work, Runnable stop) {

  /** What it is called. */
  enum Deed {
    REPLAY("replay", "replayed"),
    DISCARD("discard", "discarded");

    final String does;
    final String did;

    Deed(String does, String did) {
      this.does = does;
      this.did = did;
    }
  }

  /** Does it. */
  @FunctionalInterface
  interface Work {
    ReplayReport run(
        Map<String, ?> kafka, EventCodec codec, ReplayProgress progress, VerdictListener verdicts);
  }

  static LetterJob of(Replay replay, @Nullable Long most) {
    return new LetterJob(Deed.REPLAY, most, replay::run, replay::stop);
  }

  static LetterJob of(PlanReplay replay) {
    return new LetterJob(Deed.REPLAY, null, replay::run, replay::stop);
  }

  static LetterJob of(Discard discard, @Nullable Long most) {
    return new LetterJob(Deed.DISCARD, most, discard::run, discard::stop);
  }
}
