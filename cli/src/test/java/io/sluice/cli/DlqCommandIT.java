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
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.EventIds;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalClusterExtension.class)
final class DlqCommandIT {
  private static final Instant DEAD_AT = Instant.parse("2026-11-24T18:00:00Z");

  private final LocalCluster cluster;
  private final String pipeline = "shop-" + EventIds.next();
  private final String dlq = pipeline + ".dlq";

  DlqCommandIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void threeLetters() throws Exception {
    cluster.createTopic(dlq, 1);
    cluster.createTopic(pipeline + ".retry", 2);
    cluster.createTopic(pipeline + ".status", 3);
    try (EventCodec codec = codec();
        Producer<byte[], byte[]> producer = producer()) {
      for (String id : List.of("e1", "e2")) {
        EncodedEvent event =
            codec.encode(
                EventDraft.of("order." + id, Map.of("amount", 12)).id(id).key("usr_1"),
                new EncodeContext("shop.events", "test", DEAD_AT));
        write(producer, event.key(), event.value(), id, "order." + id);
      }
      write(producer, null, new byte[] {0, 1, 2}, null, null);
    }
  }

  @Test
  void list_showsLettersInColumns() {
    CommandRun run = run("dlq", "list", "--pipeline", pipeline);

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", " | ").strip()))
        .hasSize(4)
        .first()
        .isEqualTo("ID | TYPE | KEY | ATTEMPTS | ORIGIN | AGE | FINGERPRINT | ERROR");
    assertThat(run.out())
        .contains("order.e1")
        .contains("usr_1")
        .contains("MailException: no answer")
        .contains("undecodable");
  }

  @Test
  void list_filtersAndPrintsJson() throws Exception {
    JsonNode letters =
        json(run("dlq", "list", "--pipeline", pipeline, "--type", "order.e2", "--json"));

    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).get("id").asText()).isEqualTo("e2");
    assertThat(letters.get(0).at("/error/class").asText()).isEqualTo("shop.MailException");
    assertThat(letters.get(0).get("place").asText()).isEqualTo(dlq + "/0/1");
    assertThat(
            json(
                run(
                    "dlq",
                    "list",
                    "--pipeline",
                    pipeline,
                    "--to",
                    "2020-01-01T00:00:00Z",
                    "--json")))
        .isEmpty();
  }

  @Test
  void list_looksIntoLetters_whereTheFilterDoes() throws Exception {
    assertThat(ids("--where", "data.amount > 10 and id ~ '[13]$' and kind = 'event'"))
        .containsExactly("e1");
    assertThat(ids("--where", "data.amount > 12")).isEmpty();
    assertThat(ids("--where", "error missing or type = 'order.e2'", "--sort", "-id"))
        .containsExactly("shop.events/1/9", "e2");
    String fingerprint =
        json(run("dlq", "list", "--pipeline", pipeline, "--id", "e1", "--json"))
            .at("/0/fingerprint")
            .asText();
    assertThat(ids("--fingerprint", fingerprint.substring(0, 5))).containsExactly("e1");
  }

  @Test
  void list_asksTheRegistry_onlyIfTheFilterHasTo() {
    String[] nobody = {"--schema-registry", "http://127.0.0.1:9/", "-p", pipeline};
    String[] list = {"dlq", "list", "--bootstrap-server", cluster.bootstrapServers()};

    CommandRun headers = CommandRun.of(with(list, with(nobody, "--where", "attempts >= 5")));
    assertThat(headers.exitCode()).isZero();
    assertThat(headers.out()).contains("order.e1");

    CommandRun content = CommandRun.of(with(list, with(nobody, "--where", "data.amount > 1")));
    assertThat(content.exitCode()).isEqualTo(1);
    assertThat(content.err())
        .contains("looks into the letters")
        .contains("127.0.0.1:9")
        .doesNotContain("\tat ");
  }

  @Test
  void list_comesInPages_andBeginsWhereAFileSays(@TempDir Path folder) throws Exception {
    CommandRun second = run("dlq", "list", "-p", pipeline, "--limit", "1", "--page", "2");
    assertThat(second.out())
        .contains("order.e2")
        .doesNotContain("order.e1")
        .contains("2 to 2 of 3; --page 3 shows the next");
    assertThat(ids("--limit", "2", "--page", "2")).containsExactly("shop.events/1/9");

    Path starts = Files.writeString(folder.resolve("starts.csv"), dlq + ",0,1\n");
    assertThat(ids("--from-file", starts.toString())).containsExactly("e2", "shop.events/1/9");
    Files.writeString(starts, dlq + ",0,1\n" + dlq + ",zero,1\n");
    assertFails(2, "line 2", "dlq", "list", "-p", pipeline, "--from-file", starts.toString());
  }

  @Test
  void list_pointsAtAMistakeInTheFilter() {
    CommandRun run = run("dlq", "list", "-p", pipeline, "--where", "attempts >= and type = 'x'");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactly(
            "sluice: --where: expected a value after \">=\"",
            "  attempts >= and type = 'x'",
            "              ^");
    assertThat(run.out()).isEmpty();
    assertFails(2, "there is no \"colour\"", "dlq", "list", "-p", pipeline, "--sort", "colour");
    assertFails(2, "--page must be at least 1", "dlq", "list", "-p", pipeline, "--page", "0");
  }

  private List<String> ids(String... options) throws Exception {
    List<String> ids = new ArrayList<>();
    json(run(with(new String[] {"dlq", "list", "-p", pipeline, "--json"}, options)))
        .forEach(letter -> ids.add(letter.get("id").asText()));
    return ids;
  }

  @Test
  void list_withoutPipeline_countsByTopic() throws Exception {
    JsonNode counts = json(run("dlq", "list", "--json"));

    assertThat(counts)
        .filteredOn(count -> count.get("topic").asText().equals(dlq))
        .extracting(count -> count.get("letters").asInt())
        .containsExactly(3);
  }

  @Test
  void show_tellsEverythingOfALetter() {
    CommandRun run = run("dlq", "show", "e1", "--pipeline", pipeline);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(dlq + "/0/0, waiting")
        .contains("attempts_exhausted")
        .contains("shop.MailException: no answer")
        .contains("at shop.Mail.send(Mail.java:7)")
        .contains("\"amount\" : 12")
        .contains("sluice-attempt");
  }

  @Test
  void show_ofAnUndecodableLetter_tellsWhyAndShowsItsBytes() throws Exception {
    CommandRun run = run("dlq", "show", dlq + "/0/2");
    assertThat(run.out())
        .contains("content     3 bytes")
        .contains("unreadable")
        .contains("^^ byte 3 of the value")
        .contains("00 01 02");

    JsonNode json = json(run("dlq", "show", dlq + "/0/2", "--json"));
    assertThat(json.get("event").isNull()).isTrue();
    assertThat(json.get("unreadable").asText()).isNotBlank();
    assertThat(json.get("value_base64").asText()).isEqualTo("AAEC");
  }

  @Test
  void show_ofAnUnknownLetter_saysSo() {
    CommandRun run = run("dlq", "show", "nobody", "--pipeline", pipeline);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("no dead letter nobody in " + dlq).doesNotContain("\tat ");
  }

  @Test
  void replay_rehearsesThenMovesWhatIsChosen_once() throws Exception {
    String[] chosen = {"dlq", "replay", "--pipeline", pipeline, "--type", "order.*", "--json"};

    JsonNode rehearsed = json(run(with(chosen, "--dry-run")));
    assertThat(rehearsed.get("replayed").asInt()).isEqualTo(2);
    assertThat(rehearsed.get("dry_run").asBoolean()).isTrue();
    assertThat(json(run("dlq", "list", "--pipeline", pipeline, "--json"))).hasSize(3);

    JsonNode moved = json(run(with(chosen, "--reason", "fixed")));
    assertThat(moved.get("replayed").asInt()).isEqualTo(2);
    assertThat(moved.at("/destinations/0/topic").asText()).isEqualTo(pipeline + ".retry");
    assertThat(json(run(with(chosen, "--reason", "fixed"))).get("replayed").asInt()).isZero();
    assertThat(json(run("dlq", "list", "--pipeline", pipeline, "--json"))).hasSize(1);
    assertThat(json(run("dlq", "list", "--pipeline", pipeline, "--json", "--all"))).hasSize(3);

    CommandRun redriven =
        run("dlq", "redrive", "-p", pipeline, "--rate", "1000/s", "--reason", "x");
    assertThat(redriven.exitCode()).isZero();
    assertThat(redriven.out()).contains("replayed 1 dead letter of " + dlq);
  }

  @Test
  void mistakes_areNamed_andNothingIsMoved() {
    assertFails(
        1, "There is no topic nope.dlq", "dlq", "replay", "--pipeline", "nope", "--dry-run");
    assertFails(1, "nope", "dlq", "replay", "-p", pipeline, "--to-topic", "nope", "--dry-run");
    assertFails(2, "100/s", "dlq", "replay", "-p", pipeline, "--rate", "fast", "--dry-run");
    assertFails(2, "--limit", "dlq", "replay", "-p", pipeline, "--limit", "0", "--dry-run");
    assertFails(2, "--from", "dlq", "list", "-p", pipeline, "--from", "soon");
    assertFails(1, "There is no topic nope.status", "event", "e1", "--pipeline", "nope");
    assertFails(1, "told nothing of an event e1", "event", "e1", "--pipeline", pipeline);
  }

  @Test
  void event_tellsItsStatuses() throws Exception {
    String topic = pipeline + ".status";
    try (EventCodec codec = codec();
        Producer<byte[], byte[]> producer = producer()) {
      for (String id : List.of("other", "e1")) {
        EventStatus status =
            EventStatus.newBuilder()
                .setId(id)
                .setType("order.e1")
                .setPipeline(pipeline)
                .setOutcome(Outcome.SUCCEEDED)
                .setAttempt(1)
                .setAt(DEAD_AT)
                .setTopic("shop.events")
                .setPartition(0)
                .setOffset(3)
                .build();
        producer
            .send(
                new ProducerRecord<>(topic, id.getBytes(UTF_8), codec.encodeStatus(topic, status)))
            .get();
      }
    }

    assertThat(run("event", "e1", "--pipeline", pipeline).out())
        .contains("succeeded, 1 attempt")
        .contains("shop.events/0/3");
    JsonNode event = json(run("event", "e1", "--pipeline", pipeline, "--json"));
    assertThat(event.get("status").asText()).isEqualTo("succeeded");
    assertThat(event.get("statuses")).hasSize(1);
  }

  private void assertFails(int exitCode, String message, String... args) {
    CommandRun run = run(args);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
  }

  private void write(
      Producer<byte[], byte[]> producer,
      byte @Nullable [] key,
      byte[] value,
      @Nullable String id,
      @Nullable String type)
      throws Exception {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(dlq, 0, key, value);
    Origin origin = new Origin("shop.events", 1, id == null ? 9 : 5, DEAD_AT.toEpochMilli());
    DeliveryState state = DeliveryState.fresh().withOrigin(origin);
    if (id != null) {
      state =
          state
              .withAttempt(5)
              .withLastError(
                  new LastError(
                      "shop.MailException", "no answer", "at shop.Mail.send(Mail.java:7)"));
    }
    DeliveryHeaders.writeDeadLetter(
        record.headers(),
        state,
        new DeadLetterInfo(
            pipeline,
            id == null ? "undecodable" : "attempts_exhausted",
            id,
            type,
            DEAD_AT.toEpochMilli()));
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
    return CommandRun.of(
        with(
            args,
            "--bootstrap-server",
            cluster.bootstrapServers(),
            "--schema-registry",
            cluster.schemaRegistryUrl()));
  }

  private static String[] with(String[] args, String... more) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static JsonNode json(CommandRun run) throws Exception {
    assertThat(run.err()).isEmpty();
    return new ObjectMapper().readTree(run.out());
  }
}
