package io.sluice.cli;

import io.sluice.replay.Operator;
import io.sluice.schema.TopicNames;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** To which pipeline something is said, by whom and why: a mixin of the commands that do. */
final class ControlOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Mixin ConnectionOptions connection;
  @Mixin PipelineOption pipeline;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why: kept in the audit; see: sluice dlq audit --topic <pipeline>.control.")
  @Nullable String reason;

  /**
   * The way to the pipeline; the caller closes it.
   *
   * @throws UserErrorException when no such pipeline has ever run here
   */
  ControlDesk open() {
    if (reason != null && reason.isBlank()) {
      throw new UserErrorException(
          "--reason is empty; leave it out, or say why.", ExitCodes.WRONG_USAGE);
    }
    TopicNames names = pipeline.names();
    Operator operator =
        new Operator(
            Mandate.name(),
            CommandText.withoutLogins(CommandText.of(spec)),
            reason == null ? null : reason.strip());
    return ControlDesk.open(names, connection, operator);
  }

  /** Prints a sentence. */
  void say(String sentence) {
    spec.commandLine().getOut().println(sentence);
    spec.commandLine().getOut().flush();
  }
}
