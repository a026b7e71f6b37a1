package io.sluice.cli;

import io.sluice.processor.parked.ParkedLine;
import io.sluice.processor.parked.ParkedLines;
import io.sluice.replay.ReplayException;
import io.sluice.replay.TopicScan;
import io.sluice.schema.TopicNames;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What a pipeline has parked, read from the changelog of its store: so it can be told while no
 * processor runs.
 *
 * @param names the pipeline's topics
 */
record ParkedTopic(TopicNames names) {
  private static final String CHANGELOG = "-parked-changelog";

  /**
   * @throws UserErrorException when no pipeline can be named so
   */
  static ParkedTopic ofPipeline(String pipeline) {
    try {
      return new ParkedTopic(new TopicNames(pipeline));
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--pipeline: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }

  /** Those of all pipelines of a cluster, by name. */
  static List<ParkedTopic> all(Admin admin) {
    Set<String> topics = TopicAdmin.names(admin);
    return topics.stream()
        .filter(topic -> topic.endsWith(CHANGELOG) && topic.length() > CHANGELOG.length())
        .map(topic -> ofPipeline(topic.substring(0, topic.length() - CHANGELOG.length())))
        // So that a topic that only happens to be named so is left alone.
        .filter(parked -> topics.contains(parked.names().retry()))
        .toList();
  }

  String pipeline() {
    return names.pipeline();
  }

  String name() {
    return pipeline() + CHANGELOG;
  }

  /**
   * @throws UserErrorException when it is not there, naming the pipelines that are
   */
  void require(Admin admin) {
    List<ParkedTopic> there = all(admin);
    if (!there.contains(this)) {
      throw new UserErrorException(
          "There is no topic "
              + name()
              + ": the pipeline "
              + pipeline()
              + " has never run here. "
              + (there.isEmpty()
                  ? "No other has either."
                  : "Pipelines here: "
                      + there.stream().map(ParkedTopic::pipeline).collect(Collectors.joining(", "))
                      + "; choose with --pipeline."));
    }
  }

  /** The keys that are blocked now, the worst first. */
  List<ParkedLine> read(ConnectionOptions connection) {
    ParkedLines lines = new ParkedLines();
    try (Consumer<byte[], byte[]> consumer = connection.committedRecords()) {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .collect(Collectors.toSet());
      new TopicScan(consumer, Clock.systemUTC())
          .read(
              consumer.beginningOffsets(partitions),
              consumer.endOffsets(partitions),
              record -> {
                lines.add(record.partition(), record.key(), record.value());
                return true;
              });
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
    return lines.worstFirst();
  }
}
