package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.schema.EventCodec;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalClusterExtension.class)
class PublishCommandIT {
  private final LocalCluster cluster;
  private final String topic = "cli-publish-" + UUID.randomUUID();
  private CommandRun run = new CommandRun(0, "", "");

  PublishCommandIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void oneEvent_isPublishedAndItsPlaceTold() {
    cluster.createTopic(topic, 3);

    int exitCode = publish("--type", "order.paid", "--id", "e1", "--data", "{\"amount\":12}");

    assertThat(run.err()).isEmpty();
    assertThat(exitCode).isZero();
    assertThat(run.out()).matches("published e1 to " + topic + ", partition \\d, offset 0\\R");
    assertThat(records()).isEqualTo(1);
  }

  @Test
  void fileWithBadLines_isPublishedButForThem(@TempDir Path folder) throws IOException {
    cluster.createTopic(topic, 3);
    try (EventCodec codec =
        EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()))) {
      codec.registerType("user.welcome_email", WelcomeEmail.getClassSchema());
    }
    Path file = folder.resolve("events.jsonl");
    Files.writeString(
        file,
        """
        {"id":"1","type":"user.welcome_email","data":{"user_id":"u","email":"e"}}
        {"id":"2","type":"user.welcome_email","data":{"user_id":"u"}}
        {"id":"3","type":"github.push","key":null,"data":{"ref":"main"}}
        {"type":"github.push","key":"octo/repo","data":{"ref":"main"}}
        """);

    int exitCode = publish("--file", file.toString(), "--json");

    assertThat(exitCode).isEqualTo(1);
    assertThat(run.out().lines().toList()).hasSize(3);
    assertThat(run.out()).contains("\"id\":\"1\"").contains("\"offset\":0");
    assertThat(run.err())
        .contains(file + ":2: $.data.email: ")
        .contains("published 3, refused 1, failed 0")
        .contains("1 of these lines have no id");
    assertThat(records()).isEqualTo(3);
  }

  @Test
  void missingTopic_isNamedAndNotCreated() {
    assertThat(publish("--type", "a.b", "--data", "1")).isEqualTo(1);

    assertThat(run.err()).contains(topic).contains("sluice topics create " + topic);
    assertThat(execute("topics", "list", "--json")).isZero();
    assertThat(run.out()).doesNotContain(topic);
  }

  @Test
  void topics_areCreatedOnce() {
    assertThat(execute("topics", "create", topic, "--partitions", "2")).isZero();
    assertThat(run.out()).isEqualToIgnoringNewLines("created " + topic + " with 2 partitions");

    assertThat(execute("topics", "create", topic, "--partitions", "2")).isZero();
    assertThat(run.out()).isEqualToIgnoringNewLines(topic + " exists with 2 partitions");
  }

  @Test
  void topicWithOtherPartitionCount_isRefusedAndNothingCreated() {
    cluster.createTopic(topic, 2);

    assertThat(execute("topics", "create", topic + "-new", topic, "--partitions", "3"))
        .isEqualTo(1);

    assertThat(run.err()).contains(topic + " exists with 2 partitions, not 3");
    assertThat(execute("topics", "list")).isZero();
    assertThat(run.out()).doesNotContain(topic + "-new");
  }

  @Test
  void wrongTopicSetting_isToldAndNothingCreated() {
    assertThat(execute("topics", "create", topic, "--config", "retention.ms=soon")).isEqualTo(1);

    assertThat(run.err()).contains("retention.ms").doesNotContain("\tat ");
  }

  @Test
  void list_countsRecordsAndNamesKinds() {
    cluster.createTopic(topic, 3);
    cluster.createTopic(topic + ".dlq", 1);
    publish("--type", "a.b", "--data", "1");
    publish("--type", "a.b", "--data", "2");

    assertThat(execute("topics", "list")).isZero();

    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(topic + " 3 2 source", topic + ".dlq 1 0 dlq");
  }

  private long records() {
    execute("topics", "list");
    return run.out()
        .lines()
        .map(line -> line.split(" +"))
        .filter(cells -> cells[0].equals(topic))
        .mapToLong(cells -> Long.parseLong(cells[2]))
        .sum();
  }

  private int publish(String... args) {
    List<String> all = new ArrayList<>(List.of("publish", "--topic", topic));
    all.addAll(List.of("--schema-registry", cluster.schemaRegistryUrl()));
    all.addAll(List.of(args));
    return execute(all.toArray(new String[0]));
  }

  private int execute(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--bootstrap-server", cluster.bootstrapServers()));
    run = CommandRun.of(all.toArray(new String[0]));
    return run.exitCode();
  }
}
