package io.sluice.cli;

import picocli.CommandLine.Command;

/** Dead letters: events that will not be tried again by themselves. */
@Command(
    name = "dlq",
    description = "List, look at and replay dead letters.",
    mixinStandardHelpOptions = true,
    subcommands = {DlqListCommand.class, DlqShowCommand.class, DlqReplayCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq list                                 how many there are, by topic",
      "  sluice dlq list --pipeline shop --type 'user.*'",
      "  sluice dlq show shop.dlq/0/17",
      "  sluice dlq replay --pipeline shop --error MailNotSentException --dry-run"
    })
final class DlqCommand {}
