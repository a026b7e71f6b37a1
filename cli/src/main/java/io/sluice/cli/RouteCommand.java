package io.sluice.cli;

import io.sluice.processor.Router;
import io.sluice.processor.config.RouterConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one router until it is told to stop. */
@Command(
    name = "route",
    description = {
      "Run one router that a routing.yaml describes, until SIGTERM or Ctrl-C; then exit with 0."
          + " Start it on several machines to share the work.",
      "Each event goes, once, to every topic that the bindings lead its type to; one that they"
          + " lead nowhere is a dead letter in <router>.dlq. To run a router inside a pipeline, name"
          + " its file in pipeline.yaml: routing: routing.yaml."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice route --config routing.yaml",
      "  sluice routes test order.eu.paid --config routing.yaml    where would it go?",
      "  sluice dlq replay --pipeline shop-router --to-source      what was unroutable, once more"
    })
final class RouteCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The routing.yaml. $${NAME} and $${NAME:-default} in it are the environment's.")
  Path config;

  @Override
  public Integer call() throws Exception {
    LogOutput.showWork();
    RouterConfig settings = RouterConfig.load(config, System.getenv());
    StopSignal stop = StopSignal.install();
    try (Router router = Router.create(settings)) {
      router.start();
      // Not before: a broker that is not there is told in one sentence by the start itself.
      LogOutput.showKafkaWarnings();
      new PipelineWatch(router, stop).untilStopped();
    }
    return ExitCodes.DONE;
  }
}
