package io.sluice.cli;

import io.sluice.schema.EventCodec;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a workflow as a tree, with the state of each of its steps. */
@Command(
    name = "show",
    description = {
      "Show a workflow, and how far each of its steps is.",
      "STATE is the last status of the step's event; pending: it has none yet. The event of step N"
          + " has the id <workflow>-N unless it was given one: see sluice event.",
      "It is read from Kafka, and needs no processor that runs."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice workflow show thumbnails-42",
      "  sluice workflow show thumbnails-42 --pipeline shop --json"
    })
final class WorkflowShowCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;

  @Parameters(paramLabel = "ID", description = "The workflow's id.")
  String id;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      defaultValue = "shop",
      description = "The pipeline that runs it. Default: shop.")
  String pipeline;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "At most so many parts of one chain or group. Default: 20; all with --json.")
  int limit;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UserErrorException("--limit must be at least 1", ExitCodes.WRONG_USAGE);
    }
    WorkflowTopics topics = WorkflowTopics.of(connection, pipeline);
    PrintWriter out = spec.commandLine().getOut();
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      WorkflowTopics.Defined workflow = topics.find(id, codec).orElseThrow(this::notFound);
      WorkflowStory story =
          new WorkflowStory(pipeline, workflow, topics.statuses(workflow, codec), codec);
      if (output.json) {
        output.printJson(out, story.toJson());
      } else {
        story.print(out, limit);
      }
    }
    return ExitCodes.DONE;
  }

  private UserErrorException notFound() {
    return new UserErrorException(
        "The pipeline "
            + pipeline
            + " knows no workflow "
            + id
            + ": it was never published to it, or has outlived the retention of its topic. `sluice"
            + " workflow list --pipeline "
            + pipeline
            + "` lists those there are.");
  }
}
