package io.sluice.replay;

import io.sluice.replay.LetterPass.Watchers;
import io.sluice.replay.LetterRun.Site;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Moves dead letters back into flow. Each letter goes back at most once and none is lost, however
 * often it is run, with whatever filters, killed wherever, or run by two at once: the moved record,
 * the mark that the letter is handled, the audit and the group's offset commit in one transaction,
 * and a later run fences an earlier one before it reads the marks.
 *
 * <p>One object is one replay: run it once. {@link #stop} may be called from any thread.
 */
public final class Replay {
  private final ReplayOptions options;
  private final DeadLetterTopic topic;
  private final LetterRun run;
  private final Clock clock;
  private BlockedKeys blocked = BlockedKeys.UNKNOWN;

  public Replay(DeadLetterTopic topic, ReplayOptions options, Clock clock) {
    this(topic, options, clock, LetterRun.MOST_IN_A_TRANSACTION);
  }

  Replay(DeadLetterTopic topic, ReplayOptions options, Clock clock, int mostAtOnce) {
    this.topic = topic;
    this.options = options;
    this.clock = clock;
    this.run =
        new LetterRun(
            new LetterRun.Order(
                topic,
                Run.REPLAY,
                options.filter().text(),
                null,
                options.operator(),
                options.limit(),
                options.rate(),
                options.dryRun()),
            new ReplayWork(),
            clock,
            mostAtOnce);
  }

  /** With this a dry run can tell which letters would be parked. To be called before it is run. */
  public Replay knowing(BlockedKeys keys) {
    this.blocked = keys;
    return this;
  }

  /**
   * Moves the letters that are there now and are wanted; what comes in meanwhile is left alone.
   *
   * @param kafka settings for Kafka clients
   * @param codec reads letters and writes the audit; the caller closes it
   * @param progress told after each transaction
   * @throws ReplayException when it could not be done, or not wholly
   */
  public ReplayReport run(Map<String, ?> kafka, EventCodec codec, ReplayProgress progress) {
    return run(kafka, codec, progress, VerdictListener.NONE);
  }

  /**
   * Like {@link #run(Map, EventCodec, ReplayProgress)}.
   *
   * @param verdicts is told what becomes of each letter, or in a dry run would
   */
  public ReplayReport run(
      Map<String, ?> kafka, EventCodec codec, ReplayProgress progress, VerdictListener verdicts) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      return run(cluster, codec, progress, verdicts);
    }
  }

  /**
   * Tells what the replay would do, letter by letter, and writes nothing. The options must be those
   * of a dry run.
   *
   * @throws ReplayException when it cannot be told
   */
  public ReplayPlan plan(
      Map<String, ?> kafka, EventCodec codec, ReplayProgress progress, VerdictListener verdicts) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      return plan(cluster, codec, progress, verdicts);
    }
  }

  /** Ends the replay after the transaction that is under way; what it has moved stays moved. */
  public void stop() {
    run.stop();
  }

  ReplayReport run(
      Cluster cluster, EventCodec codec, ReplayProgress progress, VerdictListener verdicts) {
    return run.run(cluster, codec, new Watchers(progress, verdicts));
  }

  ReplayPlan plan(
      Cluster cluster, EventCodec codec, ReplayProgress progress, VerdictListener verdicts) {
    if (!options.dryRun()) {
      throw new IllegalStateException("a plan is made in a dry run");
    }
    List<PlannedLetter> letters = new ArrayList<>();
    ReplayReport report =
        run(
            cluster,
            codec,
            progress,
            (letter, verdict) -> {
              verdicts.judged(letter, verdict);
              Verdict kept =
                  verdict.change() == Verdict.Change.EDITED ? verdict : verdict.withoutValue();
              letters.add(new PlannedLetter(letter.place(), letter.id(), letter.deadAt(), kept));
            });
    Map<String, Integer> partitions = new TreeMap<>();
    report
        .destinations()
        .keySet()
        .forEach(
            to ->
                cluster
                    .find(to.topic())
                    .ifPresent(facts -> partitions.put(to.topic(), facts.partitions())));
    return new ReplayPlan(
        Run.newId(),
        clock.instant(),
        options.operator().by(),
        topic,
        cluster.find(topic.name()).map(facts -> facts.id().toString()).orElse(""),
        options.target(),
        options.filter().text(),
        new ReplayPlan.Rules(options.maxReplays(), options.force(), options.changes().upcast()),
        partitions,
        report.endOffsets(),
        letters);
  }

  private final class ReplayWork implements LetterRun.Work {
    @Override
    public void check(Cluster cluster) {
      var unused = new Destinations(cluster, topic, options.target());
    }

    @Override
    public Selection choose(Site site, DeadLetterReader reader, CountDownLatch stop) {
      Selection chosen = Choosing.of(options.filter(), site, reader, stop);
      boolean edits = options.changes().edit() != null && !chosen.stopped();
      if (edits && chosen.letters().size() != 1) {
        throw new ReplayException(
            "An edit is for one letter, and the filter lets "
                + chosen.letters().size()
                + " through: name one with --id. Nothing was moved.");
      }
      return chosen;
    }

    @Override
    public Judge judge(Site site, DeadLetterReader reader, Selection selection) {
      return ReplayJudges.of(topic, options, blocked, site, selection);
    }

    @Override
    public int maxReplays() {
      return options.maxReplays();
    }
  }
}
