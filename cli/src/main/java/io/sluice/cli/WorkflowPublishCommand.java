package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes a workflow from a file. */
@Command(
    name = "publish",
    description = {
      "Publish a workflow, all of it or nothing.",
      "The pipeline that is to run it must have been started once, since it makes the topic."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice workflow publish --file workflow.yaml --dry-run",
      "  sluice workflow publish --file workflow.yaml --pipeline shop",
      "",
      "A workflow file:",
      "  pipeline: shop",
      "  id: thumbnails-42                # optional; publishing it again is safe then",
      "  workflow:",
      "    chain:",
      "      - {type: image.fetch, key: u1, data: {url: \"https://example.com/a.jpg\"}}",
      "      - chord:",
      "          group:",
      "            - {type: image.thumbnail, data: {width: 64}}",
      "            - use: large           # a part from define",
      "          policy: 1 of 2           # all (unless given), any, n of m, always",
      "          deadline: 10m",
      "          callback: {type: image.done, immutable: true}",
      "  define:",
      "    large: {chain: [{type: image.thumbnail, data: {width: 1024}}, {type: image.sign}]}",
      "  on_failure: {type: ops.alert, data: {team: web}}",
      "",
      "A step has type, and as you need them data, id, key, immutable, delay, at, expires,",
      "labels; delay and a duration in expires count from the step's turn."
    })
final class WorkflowPublishCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The workflow, as YAML; - is standard input.")
  String file;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      description = "The pipeline that is to run it. Default: the one that the file names.")
  @Nullable String pipeline;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      defaultValue = "sluice-cli",
      description =
          "Name of the publishing service, unless the file names it. Default: sluice-cli.")
  String source;

  @Option(
      names = "--dry-run",
      description = "Show it, and check every payload against the registry; send nothing.")
  boolean dryRun;

  @Override
  public Integer call() {
    return new WorkflowPublishing(connection, output, source, dryRun, "--pipeline")
        .publish(file, pipeline, spec.commandLine().getOut());
  }
}
