package io.sluice.cli;

import io.sluice.processor.Pipeline;
import io.sluice.processor.config.PipelineConfig;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one processor of a pipeline until it is told to stop. */
@Command(
    name = "process",
    description = {
      "Run one processor of the pipeline that a pipeline.yaml describes, until SIGTERM or Ctrl-C;"
          + " then finish what is in hand and exit with 0. Start it on several machines to share"
          + " the work.",
      "Handlers are found on the class path; set SLUICE_EXTRA_CLASSPATH to add your own jars."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice process --config examples/pipeline.yaml",
      "  SLUICE_EXTRA_CLASSPATH=my-handlers.jar sluice process --config pipeline.yaml",
      "  SLUICE_HTTP_PORT=9401 sluice process --config examples/pipeline.yaml"
    })
final class ProcessCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description =
          "The pipeline.yaml. $${NAME} and $${NAME:-default} in it are the environment's.")
  Path config;

  @Override
  public Integer call() throws Exception {
    LogOutput.showWork();
    PipelineConfig settings = PipelineConfig.load(config, System.getenv());
    StopSignal stop = StopSignal.install();
    try (Pipeline pipeline = Pipeline.create(settings)) {
      pipeline.start();
      // Not before: a broker that is not there is told in one sentence by the start itself.
      LogOutput.showKafkaWarnings();
      new PipelineWatch(pipeline, stop).untilStopped();
    }
    return ExitCodes.DONE;
  }
}
