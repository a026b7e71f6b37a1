package io.sluice.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.producer.EventPublisher;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EventDraft;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.SchemaRegistry;
import io.sluice.schema.Upcaster;
import io.sluice.schema.Upcasters;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A breaking change of a payload against a real broker and a real registry. */
@ExtendWith(LocalClusterExtension.class)
class UpcastIT {
  private static final Schema V1 =
      SchemaBuilder.record("WelcomeEmail")
          .namespace("io.sluice.schema.avro.examples")
          .fields()
          .requiredString("user_id")
          .requiredString("mail")
          .endRecord();
  private static final GenericRecord OLD =
      new GenericRecordBuilder(V1).set("user_id", "u").set("mail", "a@b.c").build();

  @TempDir Path stateDir;

  private final LocalCluster cluster;
  private final TestPipeline shop;
  private final String type;
  private final BlockingQueue<WelcomeEmail> greeted = new LinkedBlockingQueue<>();

  UpcastIT(LocalCluster cluster, TestInfo info) {
    this.cluster = cluster;
    String name = "upcast-" + info.getTestMethod().orElseThrow().getName();
    this.shop = new TestPipeline(cluster, name, stateDir);
    this.type = "user." + name;
  }

  /** Moves {@code mail} to {@code email}. */
  private record Renamed(String type, int fromVersion, int toVersion) implements Upcaster {
    @Override
    public JsonNode upcast(JsonNode data) {
      ObjectNode email = (ObjectNode) data;
      return email.put("email", email.remove("mail").asText());
    }
  }

  @Test
  void breakingChange_isRefusedThenMeantThenRead() throws Exception {
    TestPipeline pipeline = inFolder(3);
    publish(OLD);

    assertThatThrownBy(() -> Pipeline.create(pipeline.config().build(), greeting()).start())
        .isInstanceOf(StartException.class)
        .hasMessageContaining(
            "if the change is meant, and an Upcaster reads the old events, set the compatibility"
                + " of subject "
                + type
                + " to NONE")
        .hasMessageContaining("/apis/registry/v3/groups/default/artifacts/" + type + "/rules");

    allowBreaking();
    try (Pipeline running = start(pipeline, greeting(), new Renamed(type, 1, 2))) {
      await().atMost(TestPipeline.PATIENCE).until(() -> greeted.size() == 1);
      assertThat(running.isReady()).isTrue();
    }
    assertThat(greeted).containsExactly(new WelcomeEmail("u", "a@b.c", null));
    assertThat(pipeline.awaitSettled(1).get(0).getOutcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void upcasterToAMissingVersion_isRefusedAtTheStart() throws Exception {
    TestPipeline pipeline = inFolder(1);
    publish(OLD);
    allowBreaking();

    assertThatThrownBy(
            () ->
                Pipeline.create(
                        pipeline.config().build(),
                        greeting(),
                        Upcasters.of(List.of(new Renamed(type, 1, 3))))
                    .start())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("subject " + type + " has no version 3")
        .hasMessageContaining(Renamed.class.getName());
  }

  @Test
  void deadLetter_tellsHandlerAndWidthOfItsOrigin() {
    TestPipeline pipeline = inFolder(3);
    HandlerRegistry failing =
        HandlerRegistry.builder()
            .on(
                "user.#",
                JsonNode.class,
                (data, context) -> {
                  throw new IllegalStateException("no");
                })
            .build();
    try (Pipeline running = start(pipeline, failing)) {
      publish(OLD);

      Headers headers = pipeline.awaitRecords(pipeline.names.dlq(), 1).get(0).headers();
      assertThat(DeliveryHeaders.text(headers, DeliveryHeaders.HANDLER)).isEqualTo("user.#");
      assertThat(DeliveryHeaders.originPartitions(headers)).isEqualTo(3);
      assertThat(running.isReady()).isTrue();
    }
  }

  @Test
  void realRegistry_tellsVersionsOfEachSubject() throws Exception {
    String other = type + ".copy";
    try (SchemaRegistry writing = registry();
        SchemaRegistry reading = registry()) {
      int first = writing.register(type, V1);
      allowBreaking();
      int second = writing.register(type, WelcomeEmail.getClassSchema());
      int copy = writing.register(other, WelcomeEmail.getClassSchema());

      assertThat(reading.versionOf(type, first)).hasValue(1);
      assertThat(reading.versionOf(type, second)).hasValue(2);
      assertThat(reading.versionOf(other, copy)).hasValue(1);
      assertThat(reading.versionOf(other, first)).isEmpty();
      assertThat(reading.versionOf(type, 1_000_000)).isEmpty();
      assertThat(reading.versionOf("no.such.subject", first)).isEmpty();
      assertThat(reading.version(type, 1)).contains(new RegisteredSchema(first, 1, type, V1));
      assertThat(reading.version(type, 2))
          .contains(new RegisteredSchema(second, 2, type, WelcomeEmail.getClassSchema()));
      assertThat(reading.version(type, 3)).isEmpty();
      assertThat(reading.version("no.such.subject", 1)).isEmpty();
      assertThat(copy).isEqualTo(second);
    }
  }

  private TestPipeline inFolder(int partitions) {
    return new TestPipeline(cluster, shop.name, stateDir).withSource(partitions);
  }

  private HandlerRegistry greeting() {
    return HandlerRegistry.builder()
        .on(type, WelcomeEmail.class, (email, context) -> greeted.add(email))
        .build();
  }

  private static Pipeline start(
      TestPipeline pipeline, HandlerRegistry handlers, Upcaster... upcasters) {
    Pipeline made =
        Pipeline.create(pipeline.config().build(), handlers, Upcasters.of(List.of(upcasters)));
    made.start();
    await().atMost(TestPipeline.PATIENCE).until(made::isReady);
    return made;
  }

  private void publish(GenericRecord data) {
    try (EventPublisher publisher = shop.publisher()) {
      publisher.publish(EventDraft.of(type, data)).join();
    }
  }

  private SchemaRegistry registry() {
    return SchemaRegistry.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()));
  }

  /** What the operator does, as the pipeline's refusal says. */
  private void allowBreaking() throws Exception {
    String url =
        cluster.schemaRegistryUrl().replace("/apis/ccompat/v7", "/apis/registry/v3")
            + "/groups/default/artifacts/"
            + type
            + "/rules";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"ruleType\":\"COMPATIBILITY\",\"config\":\"NONE\"}"))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }
}
