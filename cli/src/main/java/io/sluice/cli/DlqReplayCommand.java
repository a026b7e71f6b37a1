package io.sluice.cli;

import io.sluice.replay.BlockedKeys;
import io.sluice.replay.Operator;
import io.sluice.replay.PlanFile;
import io.sluice.replay.Replay;
import io.sluice.replay.ReplayOptions;
import io.sluice.replay.ReplayPlan;
import io.sluice.replay.ReplayProgress;
import io.sluice.replay.VerdictListener;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Moves dead letters back into flow. */
@Command(
    name = "replay",
    aliases = "redrive",
    description = {
      "Move dead letters back into flow: by default to the retry topic of the pipeline that gave"
          + " them up, and to no other. There they start again at attempt 1, pass by the check for"
          + " duplicates, and carry a replay count.",
      "Each letter is moved once, however often this is run, stopped (Ctrl-C ends it after the"
          + " transaction under way) or killed; of two at once the later one takes over. Letters"
          + " that come in meanwhile are left alone.",
      "On a terminal it asks first, unless --yes is given; in a script it does not ask, and needs a"
          + " --reason. --dry-run tells what would become of each letter and writes nothing;"
          + " --plan keeps that in a file, for `sluice dlq apply` to do exactly so.",
      "Exit code 1 also when letters were refused or it was stopped."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq replay --pipeline shop --dry-run",
      "  sluice dlq replay --type 'user.*' --error MailNotSentException --rate 100/s",
      "  sluice dlq replay --from 2h --plan friday.plan; sluice dlq apply friday.plan",
      "  sluice dlq replay --id shop.dlq/0/17 --reason 'address fixed' --yes \\",
      "      --edit '[{\"op\":\"replace\",\"path\":\"/data/email\",\"value\":\"a@example.com\"}]'",
      "  sluice dlq replay --topic orders.DLT --to-topic orders --limit 10"
    })
final class DlqReplayCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;
  @Mixin LetterSource source;
  @Mixin LetterChoice choice;
  @Mixin ReplayDestination destination;
  @Mixin ReplayRules rules;
  @Mixin Pacing pacing;
  @Mixin LetterLimit limit;
  @Mixin PlanOptions plan;
  @Mixin Mandate mandate;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    plan.check();
    if (!plan.looks()) {
      mandate.require();
    }
    ReplayOptions wanted = options();
    DeadLetterTopic from = source.require(connection);
    ReplayOptions options = wanted.withTarget(destination.of(from));
    destination.note(from).ifPresent(this::note);
    try (EventCodec codec = connection.upcastingCodec()) {
      if (plan.file != null) {
        writePlan(rehearsal(from, options).knowing(blocked(from)), codec, plan.file);
        return ExitCodes.DONE;
      }
      LetterRunner runner = new LetterRunner(spec, connection, output, codec);
      if (plan.dryRun) {
        return runner.rehearse(job(rehearsal(from, options).knowing(blocked(from))));
      }
      if (mandate.asks()) {
        OptionalInt over = runner.ask(job(rehearsal(from, options)), mandate);
        if (over.isPresent()) {
          return over.getAsInt();
        }
      }
      Replay replay = new Replay(from, by(mandate.operator(), options), clock);
      return runner.carryOut(job(replay));
    }
  }

  private ReplayOptions options() {
    return rules.apply(
        ReplayOptions.everything(mandate.onlooker())
            .withFilter(choice.filter(clock))
            .withLimit(limit.most())
            .withRate(pacing.rate()));
  }

  private static ReplayOptions by(Operator operator, ReplayOptions options) {
    return new ReplayOptions(
        options.filter(),
        options.limit(),
        options.rate(),
        options.target(),
        options.maxReplays(),
        options.force(),
        options.changes(),
        false,
        operator);
  }

  private Replay rehearsal(DeadLetterTopic from, ReplayOptions options) {
    return new Replay(from, options.withDryRun(true), clock);
  }

  private LetterJob job(Replay replay) {
    return LetterJob.of(replay, limit.most());
  }

  private BlockedKeys blocked(DeadLetterTopic from) {
    return ParkedKeys.of(from, connection);
  }

  private void writePlan(Replay rehearsal, EventCodec codec, Path file) {
    ReplayPlan made =
        rehearsal.plan(connection.kafkaConfig(), codec, ReplayProgress.NONE, VerdictListener.NONE);
    PlanFile.write(made, file);
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, PlanText.json(made, file));
    } else {
      PlanText.printWritten(out, made, file);
    }
  }

  /** On standard error where standard output is for a program. */
  private void note(String text) {
    PrintWriter to = output.json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    to.println(PlainText.line(text));
    to.flush();
  }
}
