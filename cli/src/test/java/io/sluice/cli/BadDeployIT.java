package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.BadDeploy.Kind;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.schema.EventCodec;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** 20,000 dead letters after a bad deploy, one cause of three put right, a replay killed twice. */
@ExtendWith(LocalClusterExtension.class)
final class BadDeployIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String RATE = "1500/s";

  private final LocalCluster cluster;
  private final EventCodec codec;

  @TempDir Path folder;

  BadDeployIT(LocalCluster cluster) {
    this.cluster = cluster;
    codec = EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()));
  }

  @AfterEach
  void close() {
    codec.close();
  }

  @Test
  void oneCauseIsReplayed_thoughItsReplayIsKilledTwice() throws Exception {
    try (BadDeploy deploy = new BadDeploy(cluster, folder)) {
      DlqCommands dlq = new DlqCommands(cluster, deploy.pipeline, folder);
      deploy.happens();
      String fingerprint = assertCauses(dlq).get(Kind.CARD);
      Map<String, JsonNode> before = byId(dlq.json("list"));
      assertThat(before).hasSize(BadDeploy.EVENTS);
      deploy.mendCards();

      String[] replay = {
        "replay",
        "--fingerprint",
        fingerprint,
        "--rate",
        RATE,
        "--reason",
        "cards are back",
        "--yes"
      };
      String retry = deploy.pipeline + ".retry";
      try (TopicReader committed = new TopicReader(cluster.bootstrapServers(), retry);
          TopicReader sent = TopicReader.uncommitted(cluster.bootstrapServers(), retry)) {
        killWhen(dlq.start(replay), committed, 2_000);
        // Seen before they are committed, so this kill is likely to meet an open transaction.
        killWhen(dlq.start(replay), sent, sent.allRecords().size() + 3_000);
      }
      try (ChildSluice child = dlq.start(replay)) {
        assertThat(child.awaitEnd()).as(child::output).isZero();
        System.out.println("BadDeployIT: the last run said\n" + child.output());
      }

      List<String> chosen = Kind.CARD.ids();
      await("all charged").atMost(PATIENCE).until(() -> deploy.done().size() >= chosen.size());
      assertPutBackOnceAndInOrder(chosen, records(retry));
      assertThat(deploy.done()).containsOnlyKeys(chosen).containsValue(1).doesNotContainValue(2);
      assertThat(succeeded(deploy.pipeline, chosen.size()))
          .containsExactlyInAnyOrderElementsOf(chosen);
      assertOthersWait(before, byId(dlq.json("list")), chosen);
      assertAudit(AuditedLetters.of(dlq), chosen);
      assertThat(dlq.run(replay).out())
          .startsWith("replayed 0 dead letters of " + deploy.pipeline + ".dlq")
          .contains("left alone, dealt with before: 12,000");
      assertThat(records(retry)).hasSameSizeAs(chosen);
    }
  }

  /** Exactly the three, each with its letters. */
  private static Map<Kind, String> assertCauses(DlqCommands dlq) throws IOException {
    JsonNode stats = dlq.json("stats");
    System.out.println("BadDeployIT: " + dlq.run("stats").out());
    assertThat(stats.get("letters").asInt()).isEqualTo(BadDeploy.EVENTS);
    assertThat(stats.get("causes_in_all").asInt()).isEqualTo(Kind.values().length);
    assertThat(stats.get("letters_of_uncounted_causes").asInt()).isZero();
    Map<Kind, String> fingerprints = new HashMap<>();
    for (Kind kind : Kind.values()) {
      assertThat(stats.get("causes"))
          .filteredOn(cause -> cause.get("error").asText().equals(kind.error.getName()))
          .singleElement()
          .satisfies(
              cause -> {
                assertThat(cause.get("letters").asInt()).isEqualTo(kind.ids().size());
                assertThat(cause.get("waiting").asInt()).isEqualTo(kind.ids().size());
                assertThat(cause.get("frame").asText()).startsWith(kind.frame);
                assertThat(cause.get("type").asText()).isEqualTo(kind.type);
                assertThat(cause.get("handler").asText()).isEqualTo(kind.type);
                assertThat(cause.at("/example/id").asText()).isIn(kind.ids());
                fingerprints.put(kind, cause.get("fingerprint").asText());
              });
      assertThat(byId(dlq.json("list", "--fingerprint", fingerprints.get(kind))))
          .containsOnlyKeys(kind.ids());
    }
    return fingerprints;
  }

  private static void killWhen(ChildSluice child, TopicReader reader, int records)
      throws InterruptedException {
    try (child) {
      await(records + " records")
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .failFast("the replay has ended", () -> assertThat(child.isAlive()).isTrue())
          .until(() -> reader.records().size() >= records);
      child.kill();
      System.out.println("BadDeployIT: killed with " + reader.records().size() + " records there");
    }
  }

  private void assertPutBackOnceAndInOrder(
      List<String> chosen, List<ConsumerRecord<byte[], byte[]>> put) {
    Map<String, List<Integer>> sequences = new HashMap<>();
    List<String> ids = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : put) {
      String id = codec.decode(record.topic(), record.value()).getId();
      ids.add(id);
      NumberedEvent event = NumberedEvent.parse(id);
      assertThat(new String(record.key(), UTF_8)).isEqualTo(event.key());
      sequences.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event.sequence());
    }
    assertThat(ids).containsExactlyInAnyOrderElementsOf(chosen);
    assertThat(sequences)
        .hasSize(BadDeploy.KEYS)
        .allSatisfy((key, ofKey) -> assertThat(ofKey).hasSize(6).isSorted());
  }

  private static void assertOthersWait(
      Map<String, JsonNode> before, Map<String, JsonNode> after, List<String> chosen) {
    Map<String, JsonNode> others = new HashMap<>(before);
    others.keySet().removeAll(chosen);
    assertThat(others).hasSize(BadDeploy.EVENTS - chosen.size());
    assertThat(after).isEqualTo(others);
  }

  private static void assertAudit(AuditedLetters audit, List<String> chosen) {
    assertThat(audit.letters()).hasSameSizeAs(chosen);
    assertThat(audit.ids("replayed")).containsExactlyInAnyOrderElementsOf(chosen);
    assertThat(audit.runs()).hasSize(3);
    assertThat(audit.brokenOff()).hasSize(2);
    JsonNode last = audit.runs().get(2);
    assertThat(last.get("ended").asText()).isEqualTo("complete");
    assertThat(last.get("reason").asText()).isEqualTo("cards are back");
    assertThat(last.get("command").asText()).contains("dlq replay").contains(RATE);
  }

  /** Ids of the events that have succeeded, as often as they did, once so many have. */
  private List<String> succeeded(String pipeline, int count) {
    List<String> ids = new ArrayList<>();
    try (TopicReader reader = new TopicReader(cluster.bootstrapServers(), pipeline + ".status")) {
      await().atMost(PATIENCE).until(() -> reader.records().size() >= BadDeploy.EVENTS + count);
      for (ConsumerRecord<byte[], byte[]> record : reader.allRecords()) {
        EventStatus status = codec.decodeStatus(record.topic(), record.value());
        if (status.getOutcome() == Outcome.SUCCEEDED) {
          ids.add(status.getId());
        }
      }
    }
    return ids;
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    try (TopicReader reader = new TopicReader(cluster.bootstrapServers(), topic)) {
      return List.copyOf(reader.allRecords());
    }
  }

  private static Map<String, JsonNode> byId(JsonNode letters) {
    Map<String, JsonNode> byId = new HashMap<>();
    for (JsonNode letter : letters) {
      assertThat(byId.put(letter.get("id").asText(), letter)).isNull();
    }
    return byId;
  }
}
