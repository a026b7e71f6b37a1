package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.processor.Pipeline;
import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.HttpConfig;
import io.sluice.processor.config.OrderingConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.producer.EventPublisher;
import io.sluice.schema.EventDraft;
import io.sluice.schema.EventIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Parked events of a real pipeline, on a real broker, under an operator's hands. */
@ExtendWith(LocalClusterExtension.class)
final class ParkedCommandIT {
  private static final JsonNode DATA = JsonNodeFactory.instance.objectNode().put("n", 1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** So long that a test has ended before the next attempt. */
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path stateDir;

  private final LocalCluster cluster;
  private final String name = "shop-" + EventIds.next();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Queue<String> ran = new ConcurrentLinkedQueue<>();
  private final List<Pipeline> started = new ArrayList<>();

  ParkedCommandIT(LocalCluster cluster) {
    this.cluster = cluster;
    cluster.createTopic(name + ".events", 3);
  }

  @AfterEach
  void stop() {
    started.forEach(Pipeline::close);
  }

  @Test
  void list_showsTheLineBehindAHeadThatWaits_alsoWhenNothingRuns() throws Exception {
    failing.add("a1");
    Pipeline pipeline = start(OrderingConfig.OnDeadLetter.RELEASE, 5);
    publish("k-a", "a1", "a2", "a3");
    publish("k-b", "b1");
    awaitDepth("k-a", 2);
    pipeline.close();

    CommandRun run = run("parked", "list", "--pipeline", name);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
        .hasSize(2)
        .first()
        .isEqualTo("KEY | DEPTH | AGE | STATE | HEAD | TYPE | PARTITION");
    assertThat(run.out()).containsPattern("k-a +2 +\\d+[sm] +waiting +a1 +job.run +[012]");
    assertThat(run("parked", "list", "--key", "k-b", "--pipeline", name).out())
        .isEqualTo("no parked events of that key\n");
    assertThat(run("parked", "list", "--key", "hex:6b2d61", "--limit", "5").out()).contains("a1");
    assertThat(run("event", "a2", "--pipeline", name).out())
        .contains("status    parked behind an earlier event of key k-a, its handler has not run");
  }

  @Test
  void release_letsTheFollowersRunInOrder() throws Exception {
    failing.add("a1");
    start(OrderingConfig.OnDeadLetter.RELEASE, 5);
    publish("k-a", "a1", "a2", "a3", "a4");
    awaitDepth("k-a", 3);

    CommandRun run = run("parked", "release", "k-a", "--pipeline", name, "--wait", "60s");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("released 3 events parked behind a1 (key k-a)");
    await().atMost(PATIENCE).until(() -> ran.size() == 4);
    assertThat(ran).containsExactly("a1", "a2", "a3", "a4");
    awaitNothingParked();
  }

  @Test
  void release_whenAFollowerFails_tellsWhoBlocksNow() throws Exception {
    failing.addAll(Set.of("a1", "a2"));
    start(OrderingConfig.OnDeadLetter.RELEASE, 5);
    publish("k-a", "a1", "a2", "a3");
    awaitDepth("k-a", 2);

    JsonNode told =
        json(run("parked", "release", "k-a", "--pipeline", name, "--wait", "60s", "--json")).get(0);

    assertThat(told.get("carried_out").asBoolean()).isTrue();
    assertThat(told.get("events").asInt()).isEqualTo(2);
    JsonNode line = awaitHead("k-a", "a2");
    assertThat(line.get("depth").asInt()).isEqualTo(1);
    assertThat(line.get("state").asText()).isEqualTo("waiting");
    assertThat(ran).containsExactly("a1", "a2");
  }

  @Test
  void discard_dropsTheFollowersAndTellsThemAsDiscarded() throws Exception {
    failing.add("a1");
    start(OrderingConfig.OnDeadLetter.RELEASE, 5);
    publish("k-a", "a1", "a2", "a3");
    awaitDepth("k-a", 2);

    CommandRun refused = run("parked", "discard", "k-a", "--pipeline", name);
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("say --yes");

    CommandRun run = run("parked", "discard", "k-a", "--pipeline", name, "--yes", "--wait", "60s");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("discarded 2 events parked behind a1 (key k-a)")
        .contains("a1 still waits for its next attempt; parked behind it: 0");
    for (String id : List.of("a2", "a3")) {
      assertThat(run("event", id, "--pipeline", name).out())
          .contains("status    discarded: by_operator, its handler has not run");
    }
    assertThat(ran).containsExactly("a1");
  }

  @Test
  void order_withoutAProcessor_standsUntilOneRuns() throws Exception {
    failing.add("a1");
    Pipeline pipeline = start(OrderingConfig.OnDeadLetter.RELEASE, 5);
    publish("k-a", "a1", "a2");
    awaitDepth("k-a", 1);
    pipeline.close();

    CommandRun run = run("parked", "release", "k-a", "--pipeline", name, "--wait", "300ms");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("ordered to release 1 event parked behind a1 (key k-a)")
        .contains("nobody has carried it out within 300ms")
        .contains("the order stands in " + name + ".retry, partition ");
    start(OrderingConfig.OnDeadLetter.RELEASE, 5);
    await().atMost(PATIENCE).until(() -> ran.contains("a2"));
    awaitNothingParked();
  }

  @Test
  void hold_isEndedByRelease() throws Exception {
    failing.add("a1");
    start(OrderingConfig.OnDeadLetter.HOLD, 1);
    publish("k-a", "a1", "a2", "a3");
    assertThat(awaitDepth("k-a", 2).get("state").asText()).isEqualTo("held");

    CommandRun run = run("parked", "release", "k-a", "--pipeline", name, "--wait", "60s");

    assertThat(run.out()).contains("released 2 events parked behind a1");
    await().atMost(PATIENCE).until(() -> ran.size() == 3);
    assertThat(ran).containsExactly("a1", "a2", "a3");
    awaitNothingParked();
  }

  @Test
  void dryRunOfAReplay_tellsBehindWhomALetterWouldPark() throws Exception {
    failing.add("a2");
    start(OrderingConfig.OnDeadLetter.RELEASE, 5);
    publishType("job.unknown", "k-a", "a1");
    publishType("job.unknown", "k-b", "b1");
    publish("k-a", "a2");
    awaitDepth("k-a", 0);

    JsonNode letters =
        json(run("dlq", "replay", "--pipeline", name, "--dry-run", "--json")).get("letters");

    assertThat(letters)
        .hasSize(2)
        .allSatisfy(
            letter -> {
              String park = "would park behind a2, which is not settled yet";
              if (letter.get("id").asText().equals("a1")) {
                assertThat(letter.get("notes").toString()).contains(park);
              } else {
                assertThat(letter.get("notes").toString()).doesNotContain("would park");
              }
            });
  }

  @Test
  void hold_isEndedByTheReplayOfTheHead() throws Exception {
    failing.add("a1");
    start(OrderingConfig.OnDeadLetter.HOLD, 1);
    publish("k-a", "a1", "a2", "a3");
    awaitDepth("k-a", 2);
    failing.clear();

    assertThat(
            run("dlq", "replay", "--pipeline", name, "--id", "a1", "--reason", "fixed").exitCode())
        .isZero();

    await().atMost(PATIENCE).until(() -> ran.size() == 4);
    assertThat(ran).containsExactly("a1", "a1", "a2", "a3");
    awaitNothingParked();
  }

  @Test
  void mistakes_areNamedAndNothingIsWritten() throws Exception {
    failing.add("a1");
    start(OrderingConfig.OnDeadLetter.HOLD, 1);

    assertFails(
        1, "nothing parked with the key k-a; nor with any", "parked", "release", "k-a", "-p", name);
    publish("k-a", "a1", "a2");
    awaitDepth("k-a", 1);
    assertFails(1, "did you mean k-a?", "parked", "release", "k-b", "-p", name);
    assertFails(1, "parked are k-a.", "parked", "discard", "usr_77", "-p", name, "--yes");
    assertFails(1, "no topic nope-parked-changelog", "parked", "list", "-p", "nope");
    assertFails(1, name, "parked", "release", "k-a", "-p", "nope");
    assertFails(2, "--pipeline", "parked", "release", "k-a");
    assertFails(2, "KEY", "parked", "release", "-p", name);
    assertFails(2, "hex:00ff", "parked", "release", "hex:zz", "-p", name);
    assertFails(2, "--limit", "parked", "list", "--limit", "0");
    assertFails(2, "--wait", "parked", "release", "k-a", "-p", name, "--wait", "soon");
    assertThat(awaitDepth("k-a", 1).get("state").asText()).isEqualTo("held");
  }

  private Pipeline start(OrderingConfig.OnDeadLetter onDeadLetter, int attempts) {
    RetryConfig retry =
        new RetryConfig(
            attempts, new BackoffConfig(LONG, 1, LONG, 0), null, List.of(), List.of(), List.of());
    PipelineConfig config =
        PipelineConfig.builder(name)
            .sources(name + ".events")
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .stateDir(stateDir)
            .http(new HttpConfig("127.0.0.1", 0))
            .retry(retry)
            .ordering(OrderingConfig.defaults().withOnDeadLetter(onDeadLetter))
            .build();
    HandlerRegistry handlers =
        HandlerRegistry.builder()
            .on(
                "job.run",
                JsonNode.class,
                (data, context) -> {
                  ran.add(context.id());
                  if (failing.contains(context.id())) {
                    throw new IllegalStateException("told to fail");
                  }
                })
            .build();
    Pipeline pipeline = Pipeline.create(config, handlers);
    started.add(pipeline);
    pipeline.start();
    await().atMost(PATIENCE).until(pipeline::isReady);
    return pipeline;
  }

  private void publish(String key, String... ids) {
    publishType("job.run", key, ids);
  }

  private void publishType(String type, String key, String... ids) {
    try (EventPublisher publisher =
        EventPublisher.builder()
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .topic(name + ".events")
            .source("test")
            .build()) {
      for (String id : ids) {
        publisher.publish(EventDraft.of(type, DATA).id(id).key(key)).join();
      }
    }
  }

  private JsonNode awaitDepth(String key, int depth) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> json(run("parked", "list", "-p", name, "--key", key, "--json")),
            lines -> lines.size() == 1 && lines.get(0).get("depth").asInt() == depth)
        .get(0);
  }

  private JsonNode awaitHead(String key, String id) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> json(run("parked", "list", "-p", name, "--key", key, "--json")),
            lines -> lines.size() == 1 && lines.at("/0/head/id").asText().equals(id))
        .get(0);
  }

  private void awaitNothingParked() {
    await()
        .atMost(PATIENCE)
        .until(() -> run("parked", "list", "-p", name).out().equals("no parked events\n"));
  }

  private void assertFails(int exitCode, String message, String... args) {
    CommandRun run = run(args);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  private CommandRun run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(
        List.of(
            "--bootstrap-server",
            cluster.bootstrapServers(),
            "--schema-registry",
            cluster.schemaRegistryUrl()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static JsonNode json(CommandRun run) throws Exception {
    assertThat(run.err()).isEmpty();
    return new ObjectMapper().readTree(run.out());
  }
}
