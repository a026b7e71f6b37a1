package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.replay.archive.ArchiveReader;
import io.sluice.replay.letter.DeadLetter;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
final class DlqExportIT {
  private static final Instant DEAD_AT = Instant.parse("2026-11-24T18:00:00Z");
  private static final int LARGEST = 16 * 1024 * 1024;
  private static final String NO_REGISTRY = "http://127.0.0.1:1";

  private final LocalCluster cluster;
  private final String pipeline = "shop-" + EventIds.next();
  private final String dlq = pipeline + ".dlq";
  @TempDir Path folder;

  DlqExportIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void lettersOfManyKinds() throws Exception {
    cluster.createTopic(dlq, 2, Map.of("max.message.bytes", Integer.toString(2 * LARGEST)));
    cluster.createTopic(pipeline + ".retry", 2);
    byte[] large = new byte[10 * 1024 * 1024];
    new Random(3).nextBytes(large);
    try (EventCodec codec = codec();
        Producer<byte[], byte[]> producer = producer()) {
      for (String id : List.of("e1", "e2")) {
        EncodedEvent event =
            codec.encode(
                EventDraft.of("order." + id, Map.of("amount", 12)).id(id).key("usr_1"),
                new EncodeContext("shop.events", "test", DEAD_AT));
        write(producer, event.key(), event.value(), id, "order." + id);
        write(producer, null, Arrays.copyOf(event.value(), 40), null, null);
      }
      write(producer, new byte[0], null, null, null);
      write(producer, new byte[] {(byte) 0xff}, large, null, null);
    }
  }

  @Test
  void avroAndJson_holdEveryByte() {
    for (String name : List.of("letters.avro", "letters.jsonl", "letters.jsonl.gz")) {
      CommandRun run = export(name);
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.out().strip())
          .isEqualTo(
              "exported 6 dead letters of "
                  + dlq
                  + " to "
                  + folder.resolve(name)
                  + " (up to offsets 0: 6, 1: 0)");
      assertSame(read(name), recordsOf(dlq));
    }
    assertThat(folder.toFile().list()).hasSize(3);
  }

  @Test
  void chosenLetters_areExported_andNothingIsMoved() throws Exception {
    CommandRun run = export("chosen.jsonl", "--type", "order.*", "--limit", "1", "--json");
    JsonNode report = new ObjectMapper().readTree(run.out());
    assertThat(report.get("exported").asInt()).isEqualTo(1);
    assertThat(report.get("limit_reached").asBoolean()).isTrue();
    assertThat(report.at("/end_offsets/0").asInt()).isEqualTo(6);
    JsonNode line = new ObjectMapper().readTree(Files.readString(folder.resolve("chosen.jsonl")));
    assertThat(line.at("/event/data/amount").asInt()).isEqualTo(12);
    assertThat(line.at("/event/id").asText()).isEqualTo("e1");

    assertThat(run("dlq", "replay", "-p", pipeline, "--id", "e1", "--reason", "mended").exitCode())
        .isZero();
    assertThat(export("rest.avro").out()).startsWith("exported 5 dead letters");
    assertThat(export("all.avro", "--all").out()).startsWith("exported 6 dead letters");
  }

  @Test
  void standardOutput_takesJsonLines() throws Exception {
    CommandRun run = run("dlq", "export", "-p", pipeline, "--file", "-", "--type", "order.e2");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).startsWith("exported 1 dead letter of " + dlq + " to standard output");
    assertThat(new ObjectMapper().readTree(run.out()).at("/event/id").asText()).isEqualTo("e2");
  }

  @Test
  void registryThatIsDown_isNotNeeded() throws Exception {
    CommandRun avro = exportWithoutRegistry("down.avro");
    assertThat(avro.err()).isEmpty();
    assertThat(avro.out()).startsWith("exported 6 dead letters");

    CommandRun json = exportWithoutRegistry("down.jsonl");
    assertThat(json.exitCode()).isZero();
    assertThat(json.err()).startsWith("note: ").contains("127.0.0.1:1").contains("not spelled out");
    assertThat(json.err().lines()).hasSize(1);
    assertThat(Files.readString(folder.resolve("down.jsonl"))).doesNotContain("\"event\"");
    assertSame(read("down.jsonl"), recordsOf(dlq));
  }

  @Test
  void mistakes_areNamed_andNoFileIsMade() throws Exception {
    assertFails(2, "its ending is none of .avro, .jsonl, .jsonl.gz", export("letters.txt"));
    assertFails(2, "\"csv\" is none of", export("letters.txt", "--format", "csv"));
    assertFails(2, "--limit must be at least 1", export("letters.avro", "--limit", "0"));
    assertFails(1, "there is no folder", export("no/letters.avro"));
    assertFails(
        2,
        "prints JSON Lines only",
        run("dlq", "export", "-p", pipeline, "--file", "-", "--format", "avro"));
    assertFails(
        1,
        "There is no topic nope",
        run("dlq", "export", "--topic", "nope", "--file", folder.resolve("x.avro").toString()));
    assertThat(folder.toFile().list()).isEmpty();

    Files.writeString(folder.resolve("letters.avro"), "mine");
    assertFails(1, "is there already", export("letters.avro"));
    assertThat(folder.resolve("letters.avro")).hasContent("mine");
    assertThat(export("letters.avro", "--force").exitCode()).isZero();
    assertThat(read("letters.avro")).hasSize(6);
  }

  private static void assertFails(int exitCode, String message, CommandRun run) {
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  private static void assertSame(
      List<DeadLetter> letters, List<ConsumerRecord<byte[], byte[]>> records) {
    assertThat(letters).hasSameSizeAs(records);
    for (int i = 0; i < letters.size(); i++) {
      ConsumerRecord<byte[], byte[]> raw = letters.get(i).raw();
      ConsumerRecord<byte[], byte[]> record = records.get(i);
      assertThat(raw.offset()).isEqualTo(record.offset());
      assertThat(raw.timestamp()).isEqualTo(record.timestamp());
      assertThat(raw.key()).isEqualTo(record.key());
      assertThat(raw.value()).isEqualTo(record.value());
      assertThat(raw.headers()).isEqualTo(record.headers());
    }
  }

  private List<DeadLetter> read(String name) {
    List<DeadLetter> letters = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(folder.resolve(name))) {
      reader.forEachRemaining(letters::add);
    }
    return letters;
  }

  private List<ConsumerRecord<byte[], byte[]>> recordsOf(String topic) {
    try (TopicReader reader = new TopicReader(cluster.bootstrapServers(), topic)) {
      return List.copyOf(reader.allRecords());
    }
  }

  private void write(
      Producer<byte[], byte[]> producer,
      byte @Nullable [] key,
      byte @Nullable [] value,
      @Nullable String id,
      @Nullable String type)
      throws Exception {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(dlq, 0, key, value);
    record.headers().add("user", new byte[] {0, (byte) 0xff}).add("none", (byte[]) null);
    DeliveryState state =
        DeliveryState.fresh().withOrigin(new Origin("shop.events", 1, 5, DEAD_AT.toEpochMilli()));
    if (id != null) {
      state =
          state
              .withAttempt(5)
              .withLastError(new LastError("shop.MailException", "no answer", null));
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
        Map.of(
            "bootstrap.servers",
            cluster.bootstrapServers(),
            "max.request.size",
            2 * LARGEST,
            "buffer.memory",
            4L * LARGEST),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private CommandRun export(String name, String... more) {
    List<String> args = exportOf(name);
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private CommandRun exportWithoutRegistry(String name) {
    List<String> args = exportOf(name);
    args.addAll(
        List.of(
            "--bootstrap-server", cluster.bootstrapServers(), "--schema-registry", NO_REGISTRY));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private List<String> exportOf(String name) {
    return new ArrayList<>(
        List.of(
            "dlq", "export", "--pipeline", pipeline, "--file", folder.resolve(name).toString()));
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
}
