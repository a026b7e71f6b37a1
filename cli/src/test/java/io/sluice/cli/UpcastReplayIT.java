package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.processor.Pipeline;
import io.sluice.processor.config.HttpConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.schema.SchemaRegistry;
import io.sluice.schema.Upcaster;
import io.sluice.schema.Upcasters;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Letters of a payload's first version, for a handler of its second, which cannot read them. */
@ExtendWith(LocalClusterExtension.class)
final class UpcastReplayIT {
  private static final String TYPE = "user.welcome_upcast_by_replay";
  private static final Schema V1 =
      SchemaBuilder.record("WelcomeEmail")
          .namespace("io.sluice.schema.avro.examples")
          .fields()
          .requiredString("user_id")
          .requiredString("mail")
          .endRecord();
  private static final String MOVE_MAIL =
      "[{\"op\":\"move\",\"from\":\"/data/mail\",\"path\":\"/data/email\"}]";

  private final LocalCluster cluster;
  private final PipelineLetters letters;
  private final Map<String, byte[]> originals = new HashMap<>();
  private final BlockingQueue<WelcomeEmail> greeted = new LinkedBlockingQueue<>();

  @TempDir Path folder;

  UpcastReplayIT(LocalCluster cluster) {
    this.cluster = cluster;
    letters = new PipelineLetters(cluster);
  }

  @AfterEach
  void close() {
    letters.close();
  }

  /** Moves {@code mail} to {@code email}; found by name, as the user's own are. */
  public static final class MailRenamed implements Upcaster {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public int fromVersion() {
      return 1;
    }

    @Override
    public int toVersion() {
      return 2;
    }

    @Override
    public JsonNode upcast(JsonNode data) {
      ObjectNode email = (ObjectNode) data;
      return email.put("email", email.remove("mail").asText());
    }
  }

  @Test
  void breakingChange_isRefusedThenUpcastOrEdited() throws Exception {
    for (String id : List.of("e1", "e2", "e3")) {
      originals.put(id, letters.write(id, TYPE, welcome(id)));
    }
    assertThat(letters.json("replay", "--dry-run").get("replayed").asInt()).isEqualTo(3);
    changeTheSchema();

    assertPlainReplayIsRefused();
    assertIdCannotBeEdited();
    assertEditSucceeds("e3");
    assertUpcastSucceeds("e1", "e2");
    assertHandlerOfTheSecondVersionReadsThem();
  }

  private void assertPlainReplayIsRefused() throws Exception {
    JsonNode rehearsed = letters.json("replay", "--dry-run");
    assertThat(rehearsed.get("refused").asInt()).isEqualTo(3);
    assertThat(rehearsed.get("letters"))
        .hasSize(3)
        .allSatisfy(
            letter -> {
              assertThat(letter.get("verdict").asText()).isEqualTo("refuse");
              assertThat(letter.get("why").asText())
                  .contains("email")
                  .contains("version 1")
                  .endsWith("--upcast raises it from version 1 to 2");
            });
    CommandRun run = letters.dlq("replay", "--reason", "all of them");
    System.out.println("UpcastReplayIT: " + run.out());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("replayed 0 dead letters").contains("refused: 3");
    assertNothingMoved();
  }

  private void assertIdCannotBeEdited() throws Exception {
    String patch = "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"e9\"}]";
    CommandRun run = letters.dlq("replay", "--id", "e3", "--edit", patch, "--reason", "renamed");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("not $.id. Nothing was moved.").doesNotContain("\tat ");
    assertNothingMoved();
  }

  private void assertEditSucceeds(String id) throws Exception {
    CommandRun run =
        letters.dlq("replay", "--id", id, "--edit", MOVE_MAIL, "--reason", "by hand", "--yes");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertOriginalsInAudit("edited", id);
  }

  private void assertUpcastSucceeds(String... ids) throws Exception {
    JsonNode rehearsed = letters.json("replay", "--upcast", "--dry-run");
    assertThat(rehearsed.get("letters"))
        .hasSize(ids.length)
        .allSatisfy(
            letter -> {
              assertThat(letter.get("verdict").asText()).isEqualTo("replay");
              assertThat(letter.get("change").asText()).isEqualTo("upcast");
            });
    assertThat(letters.count(letters.retry)).isEqualTo(1);

    CommandRun run = letters.dlq("replay", "--upcast", "--reason", "v2 is out", "--yes");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertOriginalsInAudit("upcast", ids);
    assertThat(letters.waiting()).isEmpty();
  }

  /** The handler has no upcaster: what it is given is of the second version itself. */
  private void assertHandlerOfTheSecondVersionReadsThem() throws Exception {
    cluster.createTopic(letters.pipeline + ".events", 2);
    widen(letters.dlq);
    PipelineConfig config =
        PipelineConfig.builder(letters.pipeline)
            .sources(letters.pipeline + ".events")
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .stateDir(folder)
            .http(new HttpConfig("127.0.0.1", 0))
            .build();
    HandlerRegistry handlers =
        HandlerRegistry.builder()
            .on(TYPE, WelcomeEmail.class, (email, context) -> greeted.add(email))
            .build();
    try (Pipeline running = Pipeline.create(config, handlers, Upcasters.none())) {
      running.start();
      await().atMost(Duration.ofSeconds(60)).until(() -> greeted.size() >= originals.size());
    }
    assertThat(greeted)
        .containsExactlyInAnyOrder(
            new WelcomeEmail("e1", "e1@example.com", null),
            new WelcomeEmail("e2", "e2@example.com", null),
            new WelcomeEmail("e3", "e3@example.com", null));
  }

  /** To as many partitions as a pipeline with this retry topic has. */
  private void widen(String topic) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))).all().get();
    }
  }

  /** In the audit of the last run. */
  private void assertOriginalsInAudit(String change, String... ids) throws Exception {
    String run = letters.json("audit").at("/0/run").asText();
    JsonNode audited = letters.json("audit", run).get("letters");
    assertThat(audited.findValuesAsText("id")).containsExactlyInAnyOrder(ids);
    StreamSupport.stream(audited.spliterator(), false)
        .forEach(
            letter -> {
              assertThat(letter.get("change").asText()).isEqualTo(change);
              assertThat(Base64.getDecoder().decode(letter.get("original_value_base64").asText()))
                  .isEqualTo(originals.get(letter.get("id").asText()));
            });
  }

  private void assertNothingMoved() throws Exception {
    assertThat(letters.count(letters.retry)).isZero();
    assertThat(letters.waiting()).containsExactly("e1", "e2", "e3");
    assertThat(letters.json("audit")).isEmpty();
  }

  private static GenericRecord welcome(String id) {
    return new GenericRecordBuilder(V1).set("user_id", id).set("mail", id + "@example.com").build();
  }

  /** What the operator does who means the change, and the deploy after it. */
  private void changeTheSchema() throws Exception {
    String rules =
        cluster.schemaRegistryUrl().replace("/apis/ccompat/v7", "/apis/registry/v3")
            + "/groups/default/artifacts/"
            + TYPE
            + "/rules";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rules))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"ruleType\":\"COMPATIBILITY\",\"config\":\"NONE\"}"))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    try (SchemaRegistry registry =
        SchemaRegistry.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()))) {
      registry.register(TYPE, WelcomeEmail.getClassSchema());
    }
  }
}
