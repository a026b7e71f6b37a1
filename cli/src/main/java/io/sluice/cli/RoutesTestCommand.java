package io.sluice.cli;

import io.sluice.processor.routing.Route;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells where events of a type would go. */
@Command(
    name = "test",
    description = {
      "Tell where events of a type would go, and why: every exchange they pass, with the bindings"
          + " that match.",
      "Exits with 1 when they would go nowhere."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice routes test order.eu.paid",
      "  sluice routes test order.eu.paid --config pipeline.yaml --json"
    })
final class RoutesTestCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin RoutingFile file;
  @Mixin OutputOptions output;

  @Parameters(paramLabel = "TYPE", description = "An event type, such as order.eu.paid.")
  String type;

  @Override
  public Integer call() {
    Route route = file.read().table().route(type);
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, RouteJson.of(route));
    } else {
      new RouteTree(route).print(out);
    }
    return route.isUnroutable() ? ExitCodes.FAILED : ExitCodes.DONE;
  }
}
