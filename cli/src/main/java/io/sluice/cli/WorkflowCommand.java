package io.sluice.cli;

import picocli.CommandLine.Command;

/** Workflows: chains, groups and chords of events. */
@Command(
    name = "workflow",
    description = {
      "Publish workflows and tell how far they are.",
      "In a chain each step begins when the one before has succeeded; in a group all begin at"
          + " once; a chord is a group and a callback that is given the members' results."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      WorkflowPublishCommand.class,
      WorkflowShowCommand.class,
      WorkflowListCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice workflow publish --file workflow.yaml --dry-run",
      "  sluice workflow publish --file workflow.yaml",
      "  sluice workflow list --pipeline shop",
      "  sluice workflow show thumbnails-42 --pipeline shop"
    })
final class WorkflowCommand {}
