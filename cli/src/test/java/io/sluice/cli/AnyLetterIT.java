package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.replay.archive.ArchiveReader;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.EventIds;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes a letter is made of: it is listed, shown, exported, imported and put back, and
 * every byte is as it was.
 */
@ExtendWith(LocalClusterExtension.class)
final class AnyLetterIT {
  private static final int LETTERS = 40;
  private static final int LARGEST = 16 * 1024 * 1024;

  /** Of random letters; of those that have been trouble, each one. */
  private static final int SHOWN = 5;

  private static final ObjectMapper JSON = patientJson();
  private static final Base64.Decoder BASE64 = Base64.getDecoder();

  private final LocalCluster cluster;
  private final String pipeline = "any-" + EventIds.next();
  private final String dlq = pipeline + ".dlq";
  private final String foreign = pipeline + "-orders.DLT";
  private final String source = pipeline + ".events";

  @TempDir Path folder;

  private byte[] event;

  AnyLetterIT(LocalCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void topics() {
    Map<String, String> large = Map.of("max.message.bytes", Integer.toString(LARGEST));
    for (String topic : List.of(dlq, foreign, source, pipeline + ".retry", "copy-of-" + dlq)) {
      cluster.createTopic(topic, 2, large);
    }
    cluster.createTopic("copy-of-" + foreign, 2, large);
    try (EventCodec codec =
        EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()))) {
      event =
          codec
              .encode(
                  EventDraft.of("order.any", Map.of("amount", 12, "note", "by hand")).id("any"),
                  new EncodeContext(source, "test", Instant.now()))
              .value();
    }
  }

  @Test
  void troublesomeLetters_keepEveryByte() throws Exception {
    List<AnyLetter> letters = AnyLetter.troublesome(event);
    write(letters, letters);
    assertKept(letters, letters, letters.size());
  }

  @RepeatedTest(5)
  void randomLetters_keepEveryByte(RepetitionInfo repetition) throws Exception {
    long seed =
        Long.getLong("sluice.it.seed", System.nanoTime() + repetition.getCurrentRepetition());
    System.out.println("AnyLetterIT: for the same letters again, -Dsluice.it.seed=" + seed);
    Random random = new Random(seed);
    List<AnyLetter> ours = randomLetters(random);
    List<AnyLetter> others = randomLetters(random);
    write(ours, others);
    assertKept(ours, others, SHOWN);
  }

  private List<AnyLetter> randomLetters(Random random) {
    return Stream.generate(() -> AnyLetter.random(random, event)).limit(LETTERS / 2).toList();
  }

  private void write(List<AnyLetter> ours, List<AnyLetter> others) throws Exception {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers(), "max.request.size", LARGEST),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < ours.size(); i++) {
        ProducerRecord<byte[], byte[]> record = record(dlq, ours.get(i));
        DeathNotes.ofPipeline(record.headers(), i, pipeline);
        producer.send(record).get();
      }
      for (int i = 0; i < others.size(); i++) {
        ProducerRecord<byte[], byte[]> record = record(foreign, others.get(i));
        DeathNotes.ofOthers(record.headers(), i, source);
        producer.send(record).get();
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, AnyLetter letter) {
    return new ProducerRecord<>(topic, null, letter.key(), letter.value(), letter.headers());
  }

  private void assertKept(List<AnyLetter> ours, List<AnyLetter> others, int shown)
      throws Exception {
    assertThat(records(dlq)).hasSameSizeAs(ours);
    for (String topic : List.of(dlq, foreign)) {
      assertListed(topic);
      assertShown(topic, shown);
      assertExportedAndImported(topic);
    }
    assertPutBack(dlq, ours, pipeline + ".retry");
    assertPutBack(foreign, others, source);
  }

  private void assertListed(String topic) throws Exception {
    List<String> places = records(topic).stream().map(AnyLetterIT::place).toList();
    JsonNode listed = JSON.readTree(run("list", "--topic", topic, "--json"));
    assertThat(listed.findValuesAsText("place")).containsExactlyInAnyOrderElementsOf(places);
    assertPlain(run("list", "--topic", topic, "--limit", "1000"));
    assertPlain(run("stats", "--topic", topic));
  }

  private void assertShown(String topic, int shown) throws Exception {
    for (ConsumerRecord<byte[], byte[]> record : records(topic).stream().limit(shown).toList()) {
      String place = place(record);
      JsonNode json = JSON.readTree(run("show", place, "--topic", topic, "--json", "--hex"));
      assertThat(json.get("place").asText()).isEqualTo(place);
      assertThat(text(json, "value_hex")).isEqualTo(LetterImage.hex(record.value()));
      assertThat(text(json, "key_hex")).isEqualTo(LetterImage.hex(record.key()));
      if (json.hasNonNull("value_base64")) {
        assertThat(BASE64.decode(json.get("value_base64").asText())).isEqualTo(record.value());
      } else {
        assertThat(json.get("kind").asText()).isNotEqualTo("bytes");
      }
      assertPlain(run("show", place, "--topic", topic));
    }
  }

  private void assertExportedAndImported(String topic) {
    List<LetterImage> expected = images(topic);
    for (String ending : List.of(".avro", ".jsonl")) {
      Path file = folder.resolve(topic + ending);
      run("export", "--topic", topic, "--file", file.toString());
      List<LetterImage> read = new ArrayList<>();
      try (ArchiveReader reader = ArchiveReader.open(file)) {
        reader.forEachRemaining(letter -> read.add(LetterImage.of(letter.raw())));
      }
      assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
      String copy = "copy-of-" + topic;
      run("import", file.toString(), "--topic", copy, "--reason", "copy", "--yes");
      assertThat(images(copy)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private void assertPutBack(String topic, List<AnyLetter> letters, String to) throws Exception {
    run("replay", "--topic", topic, "--reason", "all fixed", "--yes");
    assertThat(records(to).stream().map(LetterImage::ofOthers))
        .containsExactlyInAnyOrderElementsOf(letters.stream().map(AnyLetter::image).toList());
    assertThat(JSON.readTree(run("list", "--topic", topic, "--json"))).isEmpty();
  }

  /** Nothing in it can drive a terminal. */
  private static void assertPlain(String text) {
    assertThat(text.chars().filter(c -> c != '\n' && c != '\r'))
        .noneMatch(c -> Character.isISOControl(c) || c == '\u202e');
  }

  private List<LetterImage> images(String topic) {
    return records(topic).stream().map(LetterImage::of).toList();
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    try (TopicReader reader = new TopicReader(cluster.bootstrapServers(), topic)) {
      return List.copyOf(reader.allRecords());
    }
  }

  /** Takes the 10 MB that a value may have, as hexadecimal digits. */
  private static ObjectMapper patientJson() {
    ObjectMapper json = new ObjectMapper();
    json.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(4 * LARGEST).build());
    return json;
  }

  private static String place(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + "/" + record.partition() + "/" + record.offset();
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.get(name).isNull() ? null : json.get(name).asText();
  }

  /** What a command prints that succeeds. */
  private String run(String... args) {
    List<String> all = new ArrayList<>(List.of("dlq"));
    all.addAll(List.of(args));
    all.addAll(List.of("--bootstrap-server", cluster.bootstrapServers()));
    all.addAll(List.of("--schema-registry", cluster.schemaRegistryUrl()));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.err()).as(String.join(" ", all)).isEmpty();
    assertThat(run.exitCode()).as(run.out()).isZero();
    return run.out();
  }
}
