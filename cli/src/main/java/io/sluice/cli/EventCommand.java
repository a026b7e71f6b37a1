package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.ReplayException;
import io.sluice.replay.TopicScan;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.EventStatus;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
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
    @Nullable Integer partitions;
    try (Admin admin = connection.connect()) {
      partitions = TopicAdmin.partitionCounts(admin, List.of(topic)).get(topic);
    }
    if (partitions == null) {
      throw new UserErrorException(
          "There is no topic "
              + topic
              + ": the pipeline "
              + pipeline
              + " has never run here. Name another with --pipeline.");
    }
    List<EventStatus> statuses = statuses(topic, partitions);
    if (statuses.isEmpty()) {
      throw new UserErrorException(
          "The pipeline "
              + pipeline
              + " has told nothing of an event "
              + id
              + ": it has not been read yet, its status has outlived the retention of "
              + topic
              + ", or there is no event of that id.");
    }
    StatusHistory history = new StatusHistory(id, statuses);
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

  private List<EventStatus> statuses(String topic, int partitions) {
    byte[] key = id.getBytes(UTF_8);
    // Where a producer with the default partitioner puts that key.
    int partition = Utils.toPositive(Utils.murmur2(key)) % partitions;
    Set<TopicPartition> read = Set.of(new TopicPartition(topic, partition));
    List<EventStatus> statuses = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = connection.committedRecords();
        EventCodec codec = EventCodec.create(connection.registryConfig())) {
      consumer.assign(read);
      new TopicScan(consumer, Clock.systemUTC())
          .read(
              consumer.beginningOffsets(read),
              consumer.endOffsets(read),
              record -> {
                if (Arrays.equals(record.key(), key) && record.value() != null) {
                  statuses.add(codec.decodeStatus(topic, record.value()));
                }
                return true;
              });
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
    return statuses;
  }
}
