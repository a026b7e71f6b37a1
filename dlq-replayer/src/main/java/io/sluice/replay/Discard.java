package io.sluice.replay;

import io.sluice.replay.LetterPass.Watchers;
import io.sluice.replay.LetterRun.Site;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Takes dead letters off the list without moving them: each is marked, told as discarded on the
 * status topic, and audited, in one transaction. The records stay until retention takes them. As
 * safe as a {@link Replay}; one object is one run. {@link #stop} may be called from any thread.
 */
public final class Discard {
  private final LetterRun run;

  /**
   * What to discard.
   *
   * @param limit the most letters; null: all
   * @param dryRun count only; writes nothing
   */
  public record Options(
      LetterFilter filter, @Nullable Long limit, boolean dryRun, Operator operator) {}

  public Discard(DeadLetterTopic topic, Options options, Clock clock) {
    this.run =
        new LetterRun(
            new LetterRun.Order(
                topic,
                Run.DISCARD,
                options.filter().text(),
                null,
                options.operator(),
                options.limit(),
                null,
                options.dryRun()),
            new DiscardWork(options.filter()),
            clock,
            LetterRun.MOST_IN_A_TRANSACTION);
  }

  /**
   * Discards the letters that are there now and are wanted.
   *
   * @param kafka settings for Kafka clients
   * @param codec reads letters and writes the audit; the caller closes it
   * @throws ReplayException when it could not be done, or not wholly
   */
  public ReplayReport run(
      Map<String, ?> kafka, EventCodec codec, ReplayProgress progress, VerdictListener verdicts) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      return run(cluster, codec, progress, verdicts);
    }
  }

  /** Ends it after the transaction that is under way. */
  public void stop() {
    run.stop();
  }

  ReplayReport run(
      Cluster cluster, EventCodec codec, ReplayProgress progress, VerdictListener verdicts) {
    return run.run(cluster, codec, new Watchers(progress, verdicts));
  }

  private record DiscardWork(LetterFilter filter) implements LetterRun.Work {
    @Override
    public void check(Cluster cluster) {
      // Letters that go nowhere need nothing to be there.
    }

    @Override
    public Selection choose(Site site, DeadLetterReader reader, CountDownLatch stop) {
      return Choosing.of(filter, site, reader, stop);
    }

    @Override
    public Judge judge(Site site, DeadLetterReader reader, Selection selection) {
      return new DiscardJudge();
    }

    @Override
    public int maxReplays() {
      return Integer.MAX_VALUE;
    }
  }
}
