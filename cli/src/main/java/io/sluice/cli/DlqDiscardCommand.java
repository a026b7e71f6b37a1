package io.sluice.cli;

import io.sluice.replay.Discard;
import io.sluice.replay.Operator;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import java.time.Clock;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes dead letters off the list. */
@Command(
    name = "discard",
    description = {
      "Take dead letters off the list without replaying them: they are not listed as waiting any"
          + " more, no replay takes them, and each is told as discarded on NAME.status. The records"
          + " stay in the topic until its retention, or a purge, takes them.",
      "On a terminal it asks first, unless --yes is given; in a script it does not ask, and needs a"
          + " --reason. Without any filter it needs --all."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq discard --pipeline shop --type 'user.survey' --dry-run",
      "  sluice dlq discard --id shop.dlq/0/17 --reason 'test order, ticket 812'"
    })
final class DlqDiscardCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;
  @Mixin LetterSource source;
  @Mixin LetterChoice choice;
  @Mixin LetterLimit limit;
  @Mixin Mandate mandate;

  @Option(names = "--all", description = "Every letter: needed where no filter is given.")
  boolean all;

  @Option(
      names = "--dry-run",
      description = "Tell what would become of each letter; write nothing.")
  boolean dryRun;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    if (!dryRun) {
      mandate.require();
    }
    LetterFilter filter = choice.filter(clock);
    if (filter.text().isEmpty() && !all) {
      throw new UserErrorException(
          "This would discard every letter. Choose some with --type, --error, --id and the like, or"
              + " say --all. Nothing was discarded.",
          ExitCodes.WRONG_USAGE);
    }
    Long most = limit.most();
    DeadLetterTopic from = source.require(connection);
    Discard.Options rehearsed = new Discard.Options(filter, most, true, mandate.onlooker());
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      LetterRunner runner = new LetterRunner(spec, connection, output, codec);
      if (dryRun) {
        return runner.rehearse(job(from, rehearsed));
      }
      if (mandate.asks()) {
        OptionalInt over = runner.ask(job(from, rehearsed), mandate);
        if (over.isPresent()) {
          return over.getAsInt();
        }
      }
      Operator operator = mandate.operator();
      return runner.carryOut(job(from, new Discard.Options(filter, most, false, operator)));
    }
  }

  private LetterJob job(DeadLetterTopic from, Discard.Options options) {
    return LetterJob.of(new Discard(from, options, clock), options.limit());
  }
}
