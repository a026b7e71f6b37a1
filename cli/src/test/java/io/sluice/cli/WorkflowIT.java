package io.sluice.cli;

import static io.sluice.schema.Workflow.chord;
import static io.sluice.schema.Workflow.group;
import static io.sluice.schema.Workflow.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedWorkflow;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.Step;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A chord of some thousand members whose pipeline is killed twice in the middle, and one member of
 * which is dead until an operator replays it: the callback runs once, with all results in order.
 */
@ExtendWith(LocalClusterExtension.class)
final class WorkflowIT {
  private static final String NAME = "chord";
  private static final int MEMBERS = 2_000;
  private static final int FAILING = 1_234;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void chord_survivesKillsAndADeadMember(LocalCluster cluster) throws Exception {
    cluster.createTopic(NAME + ".events", 3);
    Path config = writeConfig(cluster);
    Files.writeString(folder.resolve("obstacle"), "");

    try (EventCodec codec =
        EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()))) {
      try (ChildSluice child = start(config)) {
        awaitReady(child);
        publish(cluster, codec);
        try (TopicReader statuses = new TopicReader(cluster.bootstrapServers(), NAME + ".status")) {
          awaitMembers(child, statuses, codec, MEMBERS / 4);
          child.kill();
          assertThat(succeededMembers(statuses, codec)).isLessThan(MEMBERS - 1);
        }
      }
      try (TopicReader statuses = new TopicReader(cluster.bootstrapServers(), NAME + ".status")) {
        try (ChildSluice child = start(config)) {
          awaitMembers(child, statuses, codec, MEMBERS / 2);
          child.kill();
          assertThat(succeededMembers(statuses, codec)).isLessThan(MEMBERS - 1);
        }
        try (ChildSluice child = start(config)) {
          await(child, () -> outcomes(statuses, codec, "w").contains(Outcome.FAILED));
          await(child, () -> outcomes(statuses, codec, "alert").contains(Outcome.SUCCEEDED));
          replay(cluster);
          await(child, () -> outcomes(statuses, codec, "w").contains(Outcome.SUCCEEDED));
          assertThat(child.metric("sluice_workflows_active")).isZero();
          assertThat(child.stop()).as(child.output()).isZero();
        }
        checkStatuses(all(statuses, codec));
      }
    }
    assertThat(Files.readAllLines(folder.resolve("ledger")))
        .containsExactly(
            "alert dead",
            "total "
                + IntStream.range(0, MEMBERS)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(",")));
  }

  private static void checkStatuses(List<EventStatus> statuses) {
    Map<String, Long> successes =
        statuses.stream()
            .filter(it -> it.getOutcome() == Outcome.SUCCEEDED)
            .collect(Collectors.groupingBy(EventStatus::getId, Collectors.counting()));
    assertThat(successes).hasSize(MEMBERS + 3).containsKeys("w", "alert", "total");
    assertThat(successes.values()).containsOnly(1L);
    assertThat(statuses.stream().filter(it -> it.getId().equals("w")).map(EventStatus::getOutcome))
        .containsExactly(Outcome.STARTED, Outcome.FAILED, Outcome.STARTED, Outcome.SUCCEEDED);
  }

  private void replay(LocalCluster cluster) throws IOException {
    Files.delete(folder.resolve("obstacle"));
    CommandRun run =
        CommandRun.of(
            "dlq",
            "replay",
            "--pipeline",
            NAME,
            "--reason",
            "the obstacle is gone",
            "--yes",
            "--bootstrap-server",
            cluster.bootstrapServers(),
            "--schema-registry",
            cluster.schemaRegistryUrl());
    assertThat(run.exitCode()).as("%s%s", run.out(), run.err()).isZero();
  }

  private static void awaitReady(ChildSluice child) {
    await(
        child,
        () ->
            child.output().contains("health and metrics on")
                && child.get("/health/ready").statusCode() == 200);
  }

  private static void awaitMembers(
      ChildSluice child, TopicReader statuses, EventCodec codec, int members) {
    await(child, () -> succeededMembers(statuses, codec) >= members);
  }

  private static void await(ChildSluice child, Callable<Boolean> until) {
    Awaitility.await()
        .atMost(PATIENCE)
        .failFast(() -> assertThat(child.isAlive()).as(child.output()).isTrue())
        .until(until);
  }

  private static long succeededMembers(TopicReader statuses, EventCodec codec) {
    return all(statuses, codec).stream()
        .filter(it -> it.getType().equals("step.member") && it.getOutcome() == Outcome.SUCCEEDED)
        .count();
  }

  private static List<Outcome> outcomes(TopicReader statuses, EventCodec codec, String id) {
    return all(statuses, codec).stream()
        .filter(it -> it.getId().equals(id))
        .map(EventStatus::getOutcome)
        .toList();
  }

  private static List<EventStatus> all(TopicReader statuses, EventCodec codec) {
    return statuses.records().stream()
        .map(record -> codec.decodeStatus(record.topic(), record.value()))
        .toList();
  }

  private static void publish(LocalCluster cluster, EventCodec codec) throws Exception {
    List<Step> members = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      members.add(step(EventDraft.of("step.member", i)));
    }
    Workflow workflow =
        Workflow.of(chord(group(members), step(EventDraft.of("step.done", 0).id("total"))))
            .id("w")
            .onFailure(step(EventDraft.of("step.done", 0).id("alert")));
    String topic = NAME + ".workflow";
    EncodedWorkflow encoded =
        codec.encodeWorkflow(workflow, new EncodeContext(topic, "test", Instant.now()));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (byte[] part : encoded.values()) {
        producer.send(new ProducerRecord<>(topic, "w".getBytes(UTF_8), part)).get();
      }
    }
  }

  private ChildSluice start(Path config) throws IOException {
    return ChildSluice.start(folder, "process", "--config", config.toString());
  }

  private Path writeConfig(LocalCluster cluster) throws IOException {
    String yaml =
        """
        pipeline: %s
        sources: [%s.events]
        kafka: {bootstrap.servers: "%s"}
        schema_registry: {schema.registry.url: "%s"}
        state_dir: %s
        http: {host: 127.0.0.1, port: 0}
        concurrency: 8
        retry: {max_attempts: 1}
        handlers:
          step.member:
            handler: member
            config: {obstacle: "%s", failing: %d}
          step.done:
            handler: ledger
            config: {ledger: "%s"}
        """
            .formatted(
                NAME,
                NAME,
                cluster.bootstrapServers(),
                cluster.schemaRegistryUrl(),
                folder.resolve("state"),
                folder.resolve("obstacle"),
                FAILING,
                folder.resolve("ledger"));
    return Files.writeString(folder.resolve("pipeline.yaml"), yaml);
  }
}
