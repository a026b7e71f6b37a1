package io.sluice.cli;

import io.sluice.replay.Operator;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what runs. */
@Command(
    name = "ps",
    description = {
      "Show a running pipeline: its instances, with what they have in hand; its types, with their"
          + " rates and what was said of them live (pause, rate-limit, concurrency); circuit"
          + " breakers that are not closed; and what waits in each topic that it reads.",
      "Instances tell of themselves every 2 s. One that was killed, or is cut off, is shown as lost"
          + " after 10 s; one that was stopped is not shown."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice ps --pipeline shop",
      "  sluice ps --watch                   again every 2 s, until Ctrl-C",
      "  sluice ps --watch --json            one line of JSON every 2 s"
    })
final class PsCommand implements Callable<Integer> {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin PipelineOption pipeline;
  @Mixin OutputOptions output;

  @Option(
      names = {"-w", "--watch"},
      description = "Show it again every 2 s, until Ctrl-C.")
  boolean watch;

  @Override
  public Integer call() throws InterruptedException {
    if (watch && !output.json && Terminal.console() == null) {
      throw new UserErrorException(
          "--watch needs a terminal to draw on; a program reads --watch --json",
          ExitCodes.WRONG_USAGE);
    }
    Operator onlooker = Operator.named(Mandate.name());
    try (ControlDesk desk = ControlDesk.open(pipeline.names(), connection, onlooker);
        PipelineView view = new PipelineView(desk)) {
      if (!watch) {
        print(view.look(), spec.commandLine().getOut());
        return ExitCodes.DONE;
      }
      StopSignal stop = StopSignal.install();
      do {
        print(view.look(), spec.commandLine().getOut());
      } while (!stop.await(EVERY));
    }
    return ExitCodes.DONE;
  }

  private void print(PipelineSight sight, PrintWriter out) {
    if (output.json && watch) {
      output.printJsonLine(out, PipelineSightJson.of(sight));
    } else if (output.json) {
      output.printJson(out, PipelineSightJson.of(sight));
    } else {
      if (watch) {
        out.print(CLEAR);
      }
      PipelineSightText.print(out, sight);
    }
    out.flush();
  }
}
