package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.local.LocalCluster;
import io.sluice.producer.EventPublisher;
import io.sluice.schema.EventDraft;
import io.sluice.schema.EventIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A pipeline of {@link ObedientHandler}s in a process of its own, and commands about it. */
final class ControlledPipeline {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String SUCCEED = "succeed";
  static final String FAIL = "fail";
  static final String BLOCK = "block";

  final String name = "shop-" + EventIds.next();
  private final LocalCluster cluster;
  private final Path folder;

  ControlledPipeline(LocalCluster cluster, Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    cluster.createTopic(name + ".events", 1);
  }

  ChildSluice start() throws IOException {
    Path config = folder.resolve("pipeline.yaml");
    Files.writeString(
        config,
        """
        pipeline: %s
        sources: [%s.events]
        kafka:
          bootstrap.servers: %s
        schema_registry:
          schema.registry.url: %s
        state_dir: %s
        http: {port: 0}
        retry: {max_attempts: 5, backoff: {delay: 1h, max_delay: 1h, jitter: 0}}
        handlers:
          job.run: {handler: obedient, concurrency: 4}
          mail.#: {handler: obedient, concurrency: 4}
        """
            .formatted(
                name,
                name,
                cluster.bootstrapServers(),
                cluster.schemaRegistryUrl(),
                folder.resolve("state")));
    return ChildSluice.start(folder, "process", "--config", config.toString());
  }

  void publish(EventDraft... drafts) {
    try (EventPublisher publisher =
        EventPublisher.builder()
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .topic(name + ".events")
            .source("test")
            .build()) {
      for (EventDraft draft : drafts) {
        publisher.publish(draft).join();
      }
    }
  }

  CommandRun publishWorkflow(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("workflow.yaml"), yaml);
    return run("workflow", "publish", "--file", file.toString());
  }

  static EventDraft event(String type, String id, String deed) {
    return EventDraft.of(type, JsonNodeFactory.instance.objectNode().put("do", deed)).id(id);
  }

  /** Runs a command about this pipeline. */
  CommandRun run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--pipeline", name));
    return connected(all);
  }

  /** What operators have said to it, the last first. */
  JsonNode audit() throws IOException {
    CommandRun run =
        connected(new ArrayList<>(List.of("dlq", "audit", "--topic", name + ".control", "--json")));
    assertThat(run.err()).isEmpty();
    return new ObjectMapper().readTree(run.out());
  }

  private CommandRun connected(List<String> all) {
    all.addAll(
        List.of(
            "--bootstrap-server",
            cluster.bootstrapServers(),
            "--schema-registry",
            cluster.schemaRegistryUrl()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  JsonNode json(String... args) throws IOException {
    CommandRun run = run(args);
    assertThat(run.err()).isEmpty();
    return new ObjectMapper().readTree(run.out());
  }

  void assertFails(int exitCode, String message, String... args) {
    CommandRun run = run(args);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  /** Ids of the events in a state. */
  List<String> ids(String state) throws IOException {
    return json("events", "--state", state, "--json").findValuesAsText("id");
  }

  /** The last that was told of an event: succeeded, cancelled, …; "-": nothing. */
  String status(String id) throws IOException {
    CommandRun run = run("event", id, "--json");
    return run.exitCode() != 0
        ? "-"
        : new ObjectMapper().readTree(run.out()).path("status").asText();
  }
}
