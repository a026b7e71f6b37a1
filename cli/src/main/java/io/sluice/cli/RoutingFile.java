package io.sluice.cli;

import io.sluice.processor.config.RoutingConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which routing.yaml: a mixin of the commands that look at one. */
final class RoutingFile {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "routing.yaml",
      description =
          "The routing.yaml, or the pipeline.yaml that names one. Default: ${DEFAULT-VALUE}.")
  Path config;

  /**
   * What it says.
   *
   * @throws io.sluice.processor.config.ConfigException with all its mistakes
   */
  RoutingConfig read() {
    return RoutingConfig.load(config, System.getenv());
  }

  /**
   * What it says, once it would run so.
   *
   * @throws io.sluice.processor.config.ConfigException with all its mistakes
   */
  RoutingConfig check() {
    return RoutingConfig.check(config, System.getenv());
  }
}
