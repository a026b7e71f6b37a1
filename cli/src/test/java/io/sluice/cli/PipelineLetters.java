package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.local.LocalCluster;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.EventIds;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of a pipeline of its own, with dead letters in them, and commands about them. */
final class PipelineLetters implements AutoCloseable {
  static final Instant DEAD_AT = Instant.now().minus(Duration.ofHours(2));

  private static final ObjectMapper JSON = new ObjectMapper();

  final String pipeline = "shop-" + EventIds.next();
  final String dlq = pipeline + ".dlq";
  final String retry = pipeline + ".retry";

  private final LocalCluster cluster;
  private final EventCodec codec;
  private final Producer<byte[], byte[]> producer;

  PipelineLetters(LocalCluster cluster) {
    this.cluster = cluster;
    cluster.createTopic(dlq, 1);
    cluster.createTopic(retry, 2);
    cluster.createTopic(pipeline + ".status", 3);
    codec = EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Letters of type {@code order.<id>}, one after another, that died two hours ago. */
  PipelineLetters with(String... ids) throws Exception {
    for (String id : ids) {
      write(id, 0, DEAD_AT);
    }
    return this;
  }

  /** Many letters of one type. */
  PipelineLetters withAtOnce(List<String> ids) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    ids.forEach(id -> sent.add(producer.send(letter(id, draft("order.paid"), 0, DEAD_AT))));
    producer.flush();
    assertThat(sent).allMatch(Future::isDone);
    return this;
  }

  void write(String id, int replayCount, Instant at) throws Exception {
    producer.send(letter(id, draft("order." + id), replayCount, at)).get();
  }

  /** A letter of an event of that type and payload; the value that it has. */
  byte[] write(String id, String type, Object data) throws Exception {
    ProducerRecord<byte[], byte[]> letter = letter(id, EventDraft.of(type, data), 0, DEAD_AT);
    producer.send(letter).get();
    return letter.value();
  }

  private static EventDraft draft(String type) {
    return EventDraft.of(type, Map.of("amount", 12));
  }

  private ProducerRecord<byte[], byte[]> letter(
      String id, EventDraft draft, int replayCount, Instant at) {
    EncodedEvent event =
        codec.encode(draft.id(id).key("usr_1"), new EncodeContext("shop.events", "test", at));
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(dlq, 0, at.toEpochMilli(), event.key(), event.value());
    DeliveryHeaders.writeDeadLetter(
        letter.headers(),
        new DeliveryState(
            5,
            null,
            new Origin("shop.events", 1, 5, at.toEpochMilli()),
            at.toEpochMilli(),
            new LastError("shop.MailException", "no answer", "at shop.Mail.send(Mail.java:7)"),
            replayCount),
        new DeadLetterInfo(pipeline, "attempts_exhausted", id, draft.type(), at.toEpochMilli()));
    return letter;
  }

  /** As if the event had succeeded by another way. */
  void succeed(String id) throws Exception {
    String topic = pipeline + ".status";
    EventStatus status =
        EventStatus.newBuilder()
            .setId(id)
            .setType("order." + id)
            .setPipeline(pipeline)
            .setOutcome(Outcome.SUCCEEDED)
            .setAttempt(1)
            .setAt(Instant.now())
            .setTopic("shop.events")
            .setPartition(1)
            .setOffset(99)
            .build();
    producer
        .send(new ProducerRecord<>(topic, id.getBytes(UTF_8), codec.encodeStatus(topic, status)))
        .get();
  }

  /** The records that lie in a topic of the cluster now. */
  int count(String topic) {
    try (TopicReader reader = new TopicReader(cluster.bootstrapServers(), topic)) {
      return reader.allRecords().size();
    }
  }

  /** The payloads of the events that lie in a topic now, as JSON. */
  List<String> data(String topic) {
    try (TopicReader reader = new TopicReader(cluster.bootstrapServers(), topic)) {
      return reader.allRecords().stream()
          .map(it -> codec.decode(topic, it.value()))
          .map(it -> codec.decodeData(it, JsonNode.class).toString())
          .toList();
    }
  }

  /** Ids of the letters that wait. */
  List<String> waiting() throws Exception {
    return json("list").findValuesAsText("id");
  }

  /** {@code sluice dlq <args>} for the pipeline. */
  CommandRun dlq(String... args) {
    List<String> all = new ArrayList<>(List.of("dlq"));
    all.addAll(List.of(args));
    all.addAll(List.of("--pipeline", pipeline));
    return run(all);
  }

  /** {@code sluice dlq <args>} with nothing added but where the cluster is. */
  CommandRun plain(String... args) {
    List<String> all = new ArrayList<>(List.of("dlq"));
    all.addAll(List.of(args));
    return run(all);
  }

  JsonNode json(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    CommandRun run = dlq(all.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    return JSON.readTree(run.out());
  }

  private CommandRun run(List<String> args) {
    List<String> all = new ArrayList<>(args);
    all.addAll(List.of("--bootstrap-server", cluster.bootstrapServers()));
    if (!args.contains("--schema-registry")) {
      all.addAll(List.of("--schema-registry", cluster.schemaRegistryUrl()));
    }
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Override
  public void close() {
    producer.close();
    codec.close();
  }
}
