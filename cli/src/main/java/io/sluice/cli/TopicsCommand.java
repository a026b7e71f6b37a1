package io.sluice.cli;

import picocli.CommandLine.Command;

/** The topics that pipelines read and write. */
@Command(
    name = "topics",
    description = "Create and list topics.",
    mixinStandardHelpOptions = true,
    subcommands = {TopicsCreateCommand.class, TopicsListCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {"  sluice topics create shop.events --partitions 6", "  sluice topics list --json"})
final class TopicsCommand {}
