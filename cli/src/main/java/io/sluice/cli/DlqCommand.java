package io.sluice.cli;

import picocli.CommandLine.Command;

/** Dead letters: events that will not be tried again by themselves. */
@Command(
    name = "dlq",
    description = {
      "Look at dead letters, move them back into flow, and tell what was done to them.",
      "Nothing moves before it can be looked at: --dry-run tells what would become of each letter,"
          + " and a plan is done exactly as it was read. Whoever changes something says why, and"
          + " the audit keeps it."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      DlqStatsCommand.class,
      DlqListCommand.class,
      DlqShowCommand.class,
      DlqReplayCommand.class,
      DlqApplyCommand.class,
      DlqDiscardCommand.class,
      DlqPurgeCommand.class,
      DlqAuditCommand.class,
      DlqExportCommand.class,
      DlqImportCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq stats                                what they died of, and when",
      "  sluice dlq list                                 how many there are, by topic",
      "  sluice dlq list --pipeline shop --type 'user.*'",
      "  sluice dlq show shop.dlq/0/17",
      "  sluice dlq replay --pipeline shop --error MailNotSentException --dry-run",
      "  sluice dlq replay --pipeline shop --error MailNotSentException --rate 100/s",
      "  sluice dlq replay --pipeline shop --plan friday.plan",
      "  sluice dlq apply friday.plan",
      "  sluice dlq discard --id shop.dlq/0/17 --reason 'test order'",
      "  sluice dlq audit --pipeline shop                who did what, and why",
      "  sluice dlq purge --pipeline shop --older-than 30d",
      "  sluice dlq export --pipeline shop --file letters.avro",
      "  sluice dlq import letters.avro --pipeline shop"
    })
final class DlqCommand {}
