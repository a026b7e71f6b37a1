package io.sluice.cli;

import picocli.CommandLine.Command;

/** Parked events: they wait behind an earlier one of their key. */
@Command(
    name = "parked",
    description = {
      "List, release and discard parked events.",
      "While an event waits for its next attempt, later ones of its key are parked behind it, in"
          + " order; with on_dead_letter: hold also while it is a dead letter."
    },
    mixinStandardHelpOptions = true,
    subcommands = {ParkedListCommand.class, ParkedReleaseCommand.class, ParkedDiscardCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice parked list                              of all pipelines",
      "  sluice parked list --pipeline shop --key usr_456",
      "  sluice parked release usr_456 --pipeline shop",
      "  sluice parked discard hex:00ff17 --pipeline shop"
    })
final class ParkedCommand {}
