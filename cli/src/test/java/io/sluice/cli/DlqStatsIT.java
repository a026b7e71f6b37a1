package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.EventIds;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalClusterExtension.class)
final class DlqStatsIT {
  private static final Instant SIX = Instant.parse("2026-11-24T18:00:00Z");
  private static final Schema MAIL =
      SchemaBuilder.record("Mail").namespace("shop").fields().requiredString("to").endRecord();

  private final LocalCluster cluster;
  private final String pipeline = "shop-" + EventIds.next();
  private final String dlq = pipeline + ".dlq";
  private final String foreign = pipeline + "-orders.DLT";
  private int mailSchema;

  DlqStatsIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  /** Three causes, one record that is no event, and a topic that Spring Kafka writes. */
  @BeforeEach
  void letters() throws Exception {
    cluster.createTopic(dlq, 1);
    cluster.createTopic(foreign, 1);
    cluster.createTopic(pipeline + ".status", 2);
    try (EventCodec codec = codec();
        Producer<byte[], byte[]> producer = producer()) {
      mailSchema = codec.registry().register("mail-value", MAIL);
      for (int i = 0; i < 6; i++) {
        String type = i < 5 ? "mail.sent" : "order.paid";
        String at = i < 3 ? "shop.Mail.send(Mail.java:" + i + ")" : "shop.Spool.take(Spool.java:1)";
        LastError error =
            new LastError(
                "shop.MailException",
                "mx" + i + ".example.com:25 refused u" + i + "@example.com",
                "shop.MailException\n\tat java.base/java.net.Socket.open(Socket.java:1)\n\tat "
                    + at
                    + "\n");
        byte[] value =
            codec
                .encode(
                    EventDraft.of(type, Map.of("amount", i)).id("e" + i),
                    new EncodeContext("shop.events", "test", SIX))
                .value();
        write(producer, letter("e" + i, type, error, i, value));
      }
      LastError malformed =
          new LastError("io.sluice.schema.MalformedEventException", "byte 0 is 0xff", null);
      write(producer, letter(null, null, malformed, 9, new byte[] {(byte) 0xff, 0, 0, 0, 1, 2}));
      write(producer, ofSpring());
    }
  }

  @Test
  void stats_groupsByCause() throws Exception {
    CommandRun run = run("dlq", "stats", "--pipeline", pipeline);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("7 dead letters, 4 causes; times are UTC")
        .contains("Mail.send(Mail.java:0)")
        .contains("<host> refused <email>")
        .contains("when they died, 30 seconds a row")
        .contains("2026-11-24 18:00:00  ")
        .contains("next: sluice dlq list --pipeline " + pipeline + " --fingerprint ");

    JsonNode json = json(run("dlq", "stats", "--pipeline", pipeline, "--json"));
    assertThat(json.get("causes"))
        .extracting(cause -> cause.get("letters").asInt())
        .containsExactly(3, 2, 1, 1);
    JsonNode most = json.at("/causes/0");
    assertThat(most.get("fingerprint").asText()).matches("[0-9a-f]{8}");
    assertThat(most.get("type").asText()).isEqualTo("mail.sent");
    assertThat(most.get("first").asText()).isEqualTo("2026-11-24T18:00:00Z");
    assertThat(most.get("last").asText()).isEqualTo("2026-11-24T18:02:00Z");
    assertThat(most.at("/example/place").asText()).isEqualTo(dlq + "/0/0");
    assertThat(json.at("/timeline/row_seconds").asInt()).isEqualTo(30);
    assertThat(json.at("/timeline/rows")).hasSize(19);
  }

  @Test
  void stats_takesFiltersAndSeveralTopics() throws Exception {
    assertThat(
            json(run("dlq", "stats", "-p", pipeline, "--type", "order.*", "--json")).get("letters"))
        .hasToString("1");
    CommandRun both = run("dlq", "stats", "-p", pipeline, "--topic", foreign);
    assertThat(both.out()).contains("TOPIC").contains(foreign).contains("TimeoutException");
    assertThat(run("dlq", "stats", "-p", pipeline, "--type", "nobody.knows").out())
        .isEqualToNormalizingNewlines("no dead letters like that\n");
    assertThat(run("dlq", "stats", "-p", pipeline, "--top", "1").out())
        .contains("and 3 more causes");
    assertThat(run("dlq", "stats").out()).contains("dead letter");
  }

  @Test
  void stats_mistakesAreNamed() {
    assertFails(2, "--top", "dlq", "stats", "-p", pipeline, "--top", "0");
    assertFails(1, "There is no topic nope.dlq", "dlq", "stats", "-p", "nope");
    assertFails(2, "--from", "dlq", "stats", "-p", pipeline, "--from", "soon");
  }

  @Test
  void show_tellsFingerprintAndHistory() throws Exception {
    writeStatuses("e1");

    CommandRun run = run("dlq", "show", "e1", "-p", pipeline);
    assertThat(run.out())
        .contains("fingerprint ")
        .contains("MailException at Mail.send(Mail.java:1)")
        .contains("retry")
        .contains("dead: attempts_exhausted")
        .contains("content     event of io.sluice.schema.avro.JsonPayload")
        .contains("\"amount\" : 1");

    JsonNode json = json(run("dlq", "show", "e1", "-p", pipeline, "--json", "--hex"));
    assertThat(json.at("/fingerprint/frame").asText()).isEqualTo("shop.Mail.send(Mail.java:1)");
    assertThat(json.get("history")).hasSize(2);
    assertThat(json.get("kind").asText()).isEqualTo("event");
    assertThat(json.get("value_hex").asText()).startsWith("00");
    assertThat(json.get("key_hex").asText()).isEqualTo("75");
  }

  @Test
  void show_ofForeignLetters_showsThemAsWhatTheyAre() throws Exception {
    CommandRun json = run("dlq", "show", foreign + "/0/0", "--topic", foreign);
    assertThat(json.err()).isEmpty();
    assertThat(json.out())
        .contains("content     JSON, 12 bytes")
        .contains("\"order\" : 7")
        .contains("orders/3/42")
        .contains("kafka_dlt-original-partition  00000003");

    try (Producer<byte[], byte[]> producer = producer()) {
      byte[] mail = {0, 0, 0, 0, 0, 8, 'a', 'n', 'n', 'a'};
      ByteBuffer.wrap(mail).putInt(1, mailSchema);
      write(producer, new ProducerRecord<>(foreign, 0, null, mail));
      write(producer, new ProducerRecord<>(foreign, 0, null, "hello\nthere".getBytes(UTF_8)));
      write(producer, new ProducerRecord<>(foreign, 0, null, null));
      write(producer, new ProducerRecord<>(foreign, 0, null, Arrays.copyOf(mail, 8)));
    }
    assertThat(run("dlq", "show", foreign + "/0/1", "--topic", foreign).out())
        .contains("content     Avro, shop.Mail (schema id " + mailSchema + ")")
        .contains("\"to\" : \"anna\"");
    assertThat(run("dlq", "show", foreign + "/0/2", "--topic", foreign, "--hex").out())
        .contains("content     text, 11 bytes")
        .contains("hello\nthere".replace("\n", System.lineSeparator()))
        .contains("68 65 6c 6c 6f 0a");
    assertThat(run("dlq", "show", foreign + "/0/3", "--topic", foreign).out())
        .contains("content     nothing");
    assertThat(run("dlq", "show", foreign + "/0/4", "--topic", foreign).out())
        .contains("unreadable  ")
        .contains("broken at byte 6 of 8")
        .containsOnlyOnce("00000000  00 00 00 00")
        .contains("^^ byte 6 of the value");
  }

  @Test
  void show_withTheRegistryDown_showsTheRestAndSaysWhy() {
    CommandRun run =
        CommandRun.of(
            "dlq",
            "show",
            "e1",
            "-p",
            pipeline,
            "--bootstrap-server",
            cluster.bootstrapServers(),
            "--schema-registry",
            "http://127.0.0.1:1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("content     cannot be shown: schema registry http://127.0.0.1:1")
        .contains("history     cannot be shown: ")
        .contains("shop.MailException")
        .contains("00000000  00 ");
  }

  private void assertFails(int exitCode, String message, String... args) {
    CommandRun run = run(args);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }

  private ProducerRecord<byte[], byte[]> letter(
      @Nullable String id, @Nullable String type, LastError error, int minute, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(dlq, 0, "u".getBytes(UTF_8), value);
    DeliveryState state =
        DeliveryState.fresh()
            .withOrigin(new Origin("shop.events", 1, minute, SIX.toEpochMilli()))
            .withAttempt(id == null ? 0 : 5)
            .withLastError(error);
    String reason = id == null ? "undecodable" : "attempts_exhausted";
    long deadAtMs = SIX.plusSeconds(60L * minute).toEpochMilli();
    DeliveryHeaders.writeDeadLetter(
        record.headers(), state, new DeadLetterInfo(pipeline, reason, id, type, deadAtMs));
    return record;
  }

  private ProducerRecord<byte[], byte[]> ofSpring() {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(foreign, 0, null, "{\"order\": 7}".getBytes(UTF_8));
    record
        .headers()
        .add("kafka_dlt-original-topic", "orders".getBytes(UTF_8))
        .add("kafka_dlt-original-partition", ByteBuffer.allocate(4).putInt(3).array())
        .add("kafka_dlt-original-offset", ByteBuffer.allocate(8).putLong(42).array())
        .add("kafka_dlt-exception-fqcn", "java.util.concurrent.TimeoutException".getBytes(UTF_8))
        .add("kafka_dlt-exception-message", "no answer in 30 s".getBytes(UTF_8));
    return record;
  }

  private void writeStatuses(String id) throws Exception {
    String topic = pipeline + ".status";
    try (EventCodec codec = codec();
        Producer<byte[], byte[]> producer = producer()) {
      for (Outcome outcome : List.of(Outcome.RETRY, Outcome.DEAD)) {
        EventStatus status =
            EventStatus.newBuilder()
                .setId(id)
                .setType("mail.sent")
                .setPipeline(pipeline)
                .setOutcome(outcome)
                .setReason(outcome == Outcome.DEAD ? "attempts_exhausted" : null)
                .setAttempt(outcome == Outcome.DEAD ? 5 : 4)
                .setAt(SIX)
                .setTopic("shop.events")
                .setPartition(1)
                .setOffset(1)
                .build();
        producer
            .send(
                new ProducerRecord<>(topic, id.getBytes(UTF_8), codec.encodeStatus(topic, status)))
            .get();
      }
    }
  }

  private static void write(
      Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) throws Exception {
    producer.send(record).get();
  }

  private EventCodec codec() {
    return EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()));
  }

  private Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", cluster.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
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
