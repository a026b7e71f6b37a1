package io.sluice.cli;

import io.sluice.processor.config.RoutingConfig;
import io.sluice.processor.topics.RouterTopics;
import io.sluice.processor.topics.TopicException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks a routing.yaml, and on request the topics that it names. */
@Command(
    name = "check",
    description = {
      "Check a routing.yaml: every mistake, with file, line and column. The file of a router that"
          + " runs alone (router: NAME) is checked with all its settings, as sluice route does.",
      "With --bootstrap-server, check as well that each source and destination is a topic there."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice routes check",
      "  sluice routes check --config pipeline.yaml --bootstrap-server 127.0.0.1:9092"
    })
final class RoutesCheckCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Spec CommandSpec spec;
  @Mixin RoutingFile file;
  @Mixin ConnectionOptions connection;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    RoutingConfig routing = file.check();
    PrintWriter out = spec.commandLine().getOut();
    boolean ask = spec.commandLine().getParseResult().hasMatchedOption("--bootstrap-server");
    if (ask) {
      requireTopics(routing);
    }
    for (String exchange : routing.table().unreachable()) {
      out.println("note: nothing leads to exchange " + exchange);
    }
    out.println(
        "fine: "
            + routing.table().exchanges().size()
            + " exchanges, "
            + routing.table().bindings().size()
            + " bindings, "
            + routing.destinations().size()
            + " destinations"
            + (ask ? ", and every topic is there" : ""));
    out.flush();
    return ExitCodes.DONE;
  }

  private void requireTopics(RoutingConfig routing) {
    try (Admin admin = connection.connect()) {
      new RouterTopics(admin, connection.bootstrapServers, PATIENCE, clock).check(routing);
    } catch (TopicException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()));
    }
  }
}
