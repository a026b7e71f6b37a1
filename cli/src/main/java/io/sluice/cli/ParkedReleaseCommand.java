package io.sluice.cli;

import io.sluice.processor.parked.ParkedOrder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets the parked events of a key run. */
@Command(
    name = "release",
    description = {
      "Let the parked events of a key run, in order, without waiting any longer for the one they"
          + " are parked behind.",
      "The order goes through the pipeline's retry topic: it is carried out exactly once, and when"
          + " no processor runs it stands there until one does."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice parked release usr_456 --pipeline shop",
      "  sluice parked release hex:00ff17 --pipeline shop --no-wait"
    })
final class ParkedReleaseCommand implements Callable<Integer> {
  @Mixin ParkedOrderOptions options;

  @Override
  public Integer call() {
    return options.give(ParkedOrder.RELEASE, lines -> true);
  }
}
