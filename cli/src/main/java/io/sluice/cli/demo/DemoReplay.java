package io.sluice.cli.demo;

import io.sluice.replay.Operator;
import io.sluice.replay.Replay;
import io.sluice.replay.ReplayOptions;
import io.sluice.replay.ReplayProgress;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import java.time.Clock;
import java.util.Map;

/** The replay of the demo, as `sluice dlq replay` does it. */
final class DemoReplay {
  private static final Operator OPERATOR =
      new Operator("sluice demo", "sluice demo", "the cause has been removed");

  private DemoReplay() {}

  /**
   * Moves every dead letter back once. The undecodable ones are among them on purpose: they must
   * come to the same end again, and hold up nothing.
   *
   * @return how many were moved
   */
  static long replayAll(Map<String, ?> kafka, EventCodec codec, Clock clock) {
    DeadLetterTopic letters = DeadLetterTopic.ofPipeline(DemoPipeline.NAME);
    return new Replay(letters, ReplayOptions.everything(OPERATOR), clock)
        .run(kafka, codec, ReplayProgress.NONE)
        .replayed();
  }
}
