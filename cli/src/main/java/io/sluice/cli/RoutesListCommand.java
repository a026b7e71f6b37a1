package io.sluice.cli;

import io.sluice.processor.routing.Binding;
import io.sluice.processor.routing.Destination;
import io.sluice.processor.routing.Exchange;
import io.sluice.processor.routing.RoutingTable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists exchanges and bindings. */
@Command(
    name = "list",
    description = "List the exchanges and bindings of a routing.yaml. * marks the entry.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  sluice routes list", "  sluice routes list --config pipeline.yaml --json"})
final class RoutesListCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin RoutingFile file;
  @Mixin OutputOptions output;

  @Override
  public Integer call() {
    RoutingTable table = file.read().table();
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, RouteJson.of(table));
    } else {
      exchanges(table).print(out);
      out.println();
      bindings(table).print(out);
    }
    return ExitCodes.DONE;
  }

  private static TextTable exchanges(RoutingTable table) {
    TextTable text = new TextTable("EXCHANGE", "TYPE", "ALTERNATE");
    for (Exchange exchange : table.exchanges()) {
      String mark = exchange.name().equals(table.entry()) ? "*" : "";
      text.row(
          exchange.name() + mark, exchange.type().word(), PlainText.line(exchange.alternate()));
    }
    return text;
  }

  private static TextTable bindings(RoutingTable table) {
    TextTable text = new TextTable("EXCHANGE", "KEY", "TO", "PLACE");
    for (Binding binding : table.bindings()) {
      String kind = binding.to() instanceof Destination.Topic ? "topic " : "exchange ";
      text.row(
          binding.exchange(),
          PlainText.line(binding.key()),
          kind + binding.to().name(),
          binding.place());
    }
    return text;
  }
}
