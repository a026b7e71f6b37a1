package io.sluice.cli;

import io.sluice.processor.config.Nearest;
import io.sluice.processor.control.ControlRecord;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets a paused type run again. */
@Command(
    name = "resume",
    description = {
      "Let a paused type run again, in all instances of a pipeline; what has waited runs in order.",
      "It ends what `sluice pause` began, and the pause that a pipeline gives itself when all"
          + " failures of a type are alike. Name it as it was paused; ps shows that."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice resume user.welcome_email --pipeline shop",
      "  sluice resume 'user.#' --reason 'the provider is back'"
    })
final class ResumeCommand implements Callable<Integer> {
  private static final String ACTION = "resume";

  @Mixin ControlOptions options;

  @Parameters(paramLabel = "TYPE", description = "The type or pattern, as it was paused.")
  String type;

  @Override
  public Integer call() {
    try (ControlDesk desk = options.open()) {
      Map<String, ControlRecord.Pause> paused = desk.snapshot().state().paused();
      ControlRecord.Pause pause = paused.get(type);
      if (pause == null) {
        throw notPaused(desk.names().pipeline(), paused);
      }
      desk.takeBack(ACTION, pause);
      options.say("resumed " + type + ", which was paused " + PauseCommand.since(pause));
      options.say(desk.audience(desk.reports()));
      return ExitCodes.DONE;
    }
  }

  private UserErrorException notPaused(String pipeline, Map<String, ControlRecord.Pause> paused) {
    String sentence = PlainText.line(type) + " is not paused in the pipeline " + pipeline + "; ";
    if (paused.isEmpty()) {
      return new UserErrorException(sentence + "nothing is.");
    }
    return new UserErrorException(
        sentence
            + Nearest.to(type, paused.keySet())
                .map(near -> "did you mean " + PlainText.line(near) + "?")
                .orElseGet(
                    () ->
                        "paused: "
                            + PlainText.line(String.join(", ", new TreeSet<>(paused.keySet())))
                            + "."));
  }
}
