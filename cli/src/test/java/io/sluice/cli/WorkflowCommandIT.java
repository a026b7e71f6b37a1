package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a real broker; the statuses that a pipeline would write are written by hand. */
@ExtendWith(LocalClusterExtension.class)
class WorkflowCommandIT {
  private static final String WORKFLOW =
      """
      id: w-1
      workflow:
        chord:
          group: [{type: image.thumbnail, id: mine}, {type: image.sign}]
          callback: {type: image.done}
      on_failure: {type: ops.alert}
      """;

  private final LocalCluster cluster;
  private final String pipeline = "cli-workflow-" + UUID.randomUUID();
  @TempDir private Path folder;
  private CommandRun run = new CommandRun(0, "", "");

  WorkflowCommandIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void workflow_isPublishedListedAndShownStepByStep() throws IOException {
    cluster.createTopic(pipeline + ".workflow", 3);
    cluster.createTopic(pipeline + ".status", 3);

    assertThat(publish(WORKFLOW)).isZero();
    assertThat(run.out())
        .matches("published workflow w-1, 4 steps, to " + pipeline + ".workflow, partition \\d\\R");
    assertThat(publish("workflow: {type: a.b}\nid: w-2")).isZero();

    send(pipeline + ".workflow", "w-1", new byte[] {7, 7});
    tell(
        status("w-1", Outcome.STARTED, null, null),
        status("mine", Outcome.RETRY, 3, null),
        status("mine", Outcome.SUCCEEDED, 3, "{\"width\":64}"),
        status("w-1-4", Outcome.DEAD, 4, null));

    assertThat(execute("workflow", "list")).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .anyMatch(line -> line.startsWith("w-1 started 4 0 "))
        .anyMatch(line -> line.startsWith("w-2 not begun 1 0 "));

    assertThat(execute("workflow", "show", "w-1")).isZero();
    assertThat(run.out()).contains("status    started ").contains("4: 1 dead, 2 pending, 1 succ");
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "0 chain",
            "1 group, all of 2",
            "3 image.thumbnail succeeded 1 {\"width\":64}",
            "4 image.sign dead 1 -",
            "2 image.done pending 0 -",
            "5 on failure: ops.alert pending 0 -");

    assertThat(execute("workflow", "show", "w-1", "--json")).isZero();
    assertThat(run.out())
        .contains("\"event\" : \"mine\"")
        .contains("\"event\" : \"w-1-4\"")
        .contains("\"width\" : 64");

    assertThat(execute("event", "mine")).isZero();
    assertThat(run.out()).contains("workflow  w-1, step 3").contains("result    {\"width\":64}");
    assertThat(execute("event", "mine", "--json")).isZero();
    assertThat(run.out()).contains("\"workflow\" : \"w-1\"").contains("\"step\" : 3");
  }

  @Test
  void unknownWorkflow_isNamed() {
    cluster.createTopic(pipeline + ".workflow", 1);
    cluster.createTopic(pipeline + ".status", 1);

    assertThat(execute("workflow", "show", "nobody")).isEqualTo(1);
    assertThat(run.err()).contains("knows no workflow nobody").doesNotContain("\tat ");
    assertThat(execute("workflow", "list")).isZero();
    assertThat(run.out()).contains("no workflows");
  }

  @Test
  void pipelineThatWasNeverStarted_isNamed() throws IOException {
    assertThat(publish(WORKFLOW)).isEqualTo(1);
    assertThat(run.err()).contains("pipeline " + pipeline + " has never been started here");

    assertThat(execute("workflow", "show", "w-1")).isEqualTo(1);
    assertThat(run.err()).contains("has never run here");
  }

  private int publish(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("workflow.yaml"), text);
    return execute("workflow", "publish", "--file", file.toString());
  }

  private int execute(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--bootstrap-server", cluster.bootstrapServers()));
    all.addAll(List.of("--schema-registry", cluster.schemaRegistryUrl()));
    all.addAll(List.of("--pipeline", pipeline));
    run = CommandRun.of(all.toArray(new String[0]));
    return run.exitCode();
  }

  private EventStatus status(
      String id, Outcome outcome, @Nullable Integer step, @Nullable String result) {
    return EventStatus.newBuilder()
        .setId(id)
        .setType(step == null ? "workflow" : "any.type")
        .setPipeline(pipeline)
        .setOutcome(outcome)
        .setAttempt(1)
        .setAt(Instant.ofEpochSecond(1_800_000_000))
        .setTopic("t")
        .setPartition(0)
        .setOffset(0)
        .setWorkflow("w-1")
        .setStep(step)
        .setResult(result == null ? null : encoded(result))
        .build();
  }

  private ByteBuffer encoded(String json) {
    String topic = pipeline + ".events";
    try (EventCodec codec = codec()) {
      EventDraft draft;
      try {
        draft = EventDraft.of("any.type.result", EventLine.document(json));
      } catch (BadLineException e) {
        throw new AssertionError(e);
      }
      EncodedEvent event = codec.encode(draft, new EncodeContext(topic, "it", Instant.EPOCH));
      Envelope envelope = codec.decode(topic, event.value());
      return envelope.getData();
    }
  }

  private void tell(EventStatus... statuses) {
    String topic = pipeline + ".status";
    Map<String, Object> config = Map.of("bootstrap.servers", cluster.bootstrapServers());
    try (EventCodec codec = codec();
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (EventStatus status : statuses) {
        byte[] value = codec.encodeStatus(topic, status);
        Future<RecordMetadata> unused =
            producer.send(new ProducerRecord<>(topic, status.getId().getBytes(UTF_8), value));
      }
    }
  }

  /** Bytes that are nothing; a pipeline has them among its dead letters. */
  private void send(String topic, String key, byte[] value) {
    Map<String, Object> config = Map.of("bootstrap.servers", cluster.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      Future<RecordMetadata> unused =
          producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value));
    }
  }

  private EventCodec codec() {
    return EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()));
  }
}
