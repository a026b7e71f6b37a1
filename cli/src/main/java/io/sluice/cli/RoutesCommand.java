package io.sluice.cli;

import picocli.CommandLine.Command;

/** Looks at where a router sends events. */
@Command(
    name = "routes",
    description = {
      "See where the exchanges and bindings of a routing.yaml lead, before an event does.",
      "Needs no router that runs."
    },
    mixinStandardHelpOptions = true,
    subcommands = {RoutesTestCommand.class, RoutesListCommand.class, RoutesCheckCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice routes test order.eu.paid",
      "  sluice routes list --config routing.yaml",
      "  sluice routes check --config pipeline.yaml -b kafka:9092"
    })
final class RoutesCommand {}
