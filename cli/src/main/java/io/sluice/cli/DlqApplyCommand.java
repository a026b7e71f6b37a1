package io.sluice.cli;

import io.sluice.replay.PlanFile;
import io.sluice.replay.PlanReplay;
import io.sluice.replay.Rate;
import io.sluice.replay.ReplayPlan;
import io.sluice.schema.EventCodec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Does what a plan says. */
@Command(
    name = "apply",
    description = {
      "Do exactly what a plan of `sluice dlq replay --plan FILE` says. A line that was taken out of"
          + " the file is a letter that is left alone.",
      "Before it moves anything it looks whether each letter would still meet the same fate. Where"
          + " one would not (somebody else has replayed it, retention has taken it, its event has"
          + " succeeded, a topic has other partitions) it names it and moves nothing: exit code 1.",
      "A plan that was stopped or killed is gone on with by the same command; one that is done has"
          + " nothing left to do."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq apply friday.plan",
      "  sluice dlq apply friday.plan --rate 100/s --reason 'mail server is back' --yes"
    })
final class DlqApplyCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;
  @Mixin Pacing pacing;
  @Mixin Mandate mandate;

  @Parameters(paramLabel = "FILE", description = "The plan.")
  Path file;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    mandate.require();
    @Nullable Rate rate = pacing.rate();
    ReplayPlan plan = PlanFile.read(file);
    LetterTopics.of(connection).require(List.of(plan.topic()));
    if (mandate.asks()
        && !mandate.agreed(PlanText.question(plan, clock.instant()), "Nothing was replayed.")) {
      return ExitCodes.FAILED;
    }
    try (EventCodec codec = connection.upcastingCodec()) {
      PlanReplay replay = new PlanReplay(plan, rate, mandate.operator(), clock);
      return new LetterRunner(spec, connection, output, codec).carryOut(LetterJob.of(replay));
    }
  }
}
