package io.sluice.cli;

import io.sluice.processor.parked.ParkedLine;
import io.sluice.processor.parked.ParkedOrder;
import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Drops the parked events of a key. */
@Command(
    name = "discard",
    description = {
      "Drop the parked events of a key for good; each is told as discarded. The one they are"
          + " parked behind is left as it is.",
      "On a terminal it asks first, unless --yes is given; a script must give it.",
      "The order goes through the pipeline's retry topic: it is carried out exactly once, and when"
          + " no processor runs it stands there until one does."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice parked discard usr_456 --pipeline shop",
      "  sluice parked discard usr_456 --pipeline shop --yes --json"
    })
final class ParkedDiscardCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ParkedOrderOptions options;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Override
  public Integer call() {
    if (!yes && System.console() == null) {
      throw new UserErrorException(
          "discarded events are gone for good, and nobody can be asked here: say --yes",
          ExitCodes.WRONG_USAGE);
    }
    return options.give(ParkedOrder.DISCARD, lines -> yes || confirmed(lines));
  }

  private boolean confirmed(List<ParkedLine> lines) {
    PrintWriter err = spec.commandLine().getErr();
    err.print("Discard " + OrderText.events(lines) + "? [y/N] ");
    err.flush();
    Console console = System.console();
    String answer = console == null ? null : console.readLine();
    boolean agreed = answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    if (!agreed) {
      err.println("Nothing was discarded.");
      err.flush();
    }
    return agreed;
  }
}
