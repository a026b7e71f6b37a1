package io.sluice.replay;

import io.sluice.replay.LetterPass.Watchers;
import io.sluice.replay.LetterRun.Site;
import io.sluice.schema.EventCodec;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Does what a plan says, and nothing else. Before it moves anything it looks whether each letter
 * would still meet the same fate, and refuses if one would not. A plan that was broken off is gone
 * on with. As safe as a {@link Replay}; one object is one run. {@link #stop} may be called from any
 * thread.
 */
public final class PlanReplay {
  private final LetterRun run;

  public PlanReplay(ReplayPlan plan, @Nullable Rate rate, Operator operator, Clock clock) {
    this(plan, rate, operator, clock, LetterRun.MOST_IN_A_TRANSACTION);
  }

  PlanReplay(ReplayPlan plan, @Nullable Rate rate, Operator operator, Clock clock, int mostAtOnce) {
    this.run =
        new LetterRun(
            new LetterRun.Order(
                plan.topic(), Run.REPLAY, plan.filter(), plan.id(), operator, null, rate, false),
            new PlanWork(plan, operator),
            clock,
            mostAtOnce);
  }

  /**
   * Carries the plan out.
   *
   * @param kafka settings for Kafka clients
   * @param codec reads letters and writes the audit; the caller closes it
   * @throws ReplayException when the topic has moved on in a way that matters, and then nothing was
   *     moved; or when it could not be done, or not wholly
   */
  public ReplayReport run(
      Map<String, ?> kafka, EventCodec codec, ReplayProgress progress, VerdictListener verdicts) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      return run(cluster, codec, progress, verdicts);
    }
  }

  /** Ends it after the transaction that is under way; what it has moved stays moved. */
  public void stop() {
    run.stop();
  }

  ReplayReport run(
      Cluster cluster, EventCodec codec, ReplayProgress progress, VerdictListener verdicts) {
    return run.run(cluster, codec, new Watchers(progress, verdicts));
  }

  private record PlanWork(ReplayPlan plan, Operator operator) implements LetterRun.Work {
    @Override
    public void check(Cluster cluster) {
      var unused = new Destinations(cluster, plan.topic(), plan.target());
    }

    @Override
    public Selection choose(Site site, DeadLetterReader reader, CountDownLatch stop) {
      PlanCheck check = new PlanCheck(plan);
      Selection left = check.lettersLeft(site.cluster(), reader);
      check.refuseIfChanged();
      return left;
    }

    @Override
    public Judge judge(Site site, DeadLetterReader reader, Selection selection) {
      ReplayOptions options =
          ReplayOptions.everything(operator)
              .withTarget(plan.target())
              .withMaxReplays(plan.rules().maxReplays())
              .withForce(plan.rules().force())
              .withChanges(new ReplayOptions.Changes(plan.rules().upcast(), null));
      Judge judge = new PlanJudge(plan, ReplayJudges.of(plan, options, site, selection));
      PlanCheck check = new PlanCheck(plan);
      check.sameVerdicts(site, selection, judge);
      check.refuseIfChanged();
      return judge;
    }

    @Override
    public int maxReplays() {
      return plan.rules().maxReplays();
    }
  }
}
