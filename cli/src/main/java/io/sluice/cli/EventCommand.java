package io.sluice.cli;

import io.sluice.replay.ReplayException;
import io.sluice.replay.StatusReader;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.EventStatus;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what became of one event. */
@Command(
    name = "event",
    description = {
      "Tell what became of an event: its last status, and its statuses so far.",
      "A record that is no event has the id topic/partition/offset of where it lay."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice event 0197c1de-6a3e-7c53-9d0e-1f2a3b4c5d6e",
      "  sluice event order-4711 --pipeline billing --json"
    })
final class EventCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;

  @Parameters(paramLabel = "ID", description = "The event's id.")
  String id;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      defaultValue = "shop",
      description = "The pipeline that is asked. Default: shop.")
  String pipeline;

  @Override
  public Integer call() {
    String topic = statusTopic();
    StatusHistory history =
        history(topic)
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "There is no topic "
                            + topic
                            + ": the pipeline "
                            + pipeline
                            + " has never run here. Name another with --pipeline."));
    if (history.statuses().isEmpty()) {
      throw new UserErrorException(
          "The pipeline "
              + pipeline
              + " has told nothing of an event "
              + id
              + ": it has not been read yet, its status has outlived the retention of "
              + topic
              + ", or there is no event of that id.");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, history.toJson());
    } else {
      history.print(out);
    }
    return ExitCodes.DONE;
  }

  private String statusTopic() {
    try {
      return new TopicNames(pipeline).status();
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--pipeline: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }

  private Optional<StatusHistory> history(String topic) {
    connection.connect().close();
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      return new StatusReader(connection.kafkaConfig(), codec, Clock.systemUTC())
          .read(topic, id)
          .map(statuses -> withResult(statuses, codec));
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
  }

  private StatusHistory withResult(List<EventStatus> statuses, EventCodec codec) {
    StatusHistory history = new StatusHistory(id, statuses);
    return statuses.isEmpty()
        ? history
        : new StatusHistory(id, statuses, StepResults.of(history.last(), codec));
  }
}
