package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.replay.DeadLetterReader;
import io.sluice.replay.Replay;
import io.sluice.replay.ReplayOptions;
import io.sluice.replay.ReplayProgress;
import io.sluice.replay.ReplayReport;
import io.sluice.replay.ReplayTarget;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.LetterContent;
import io.sluice.replay.letter.LetterContents;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventIds;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a Spring Kafka application gives up: read for what it is, and put back byte for byte. */
final class SpringDeadLettersIT {
  private static final long SENT_AT = 1_700_000_000_000L;
  private static final byte[] JSON = "{\"amount\":12,\"order\":\"o1\"}".getBytes(UTF_8);
  private static final byte[] NO_JSON = {0, (byte) 0xff, '{', (byte) 0x80};
  private static final byte[] KEYLESS = "[\"keyless\"]".getBytes(UTF_8);

  @RegisterExtension
  static final LocalClusterExtension CLUSTER = LocalClusterExtension.brokerOnly();

  private final String topic = "orders-" + EventIds.next();
  private final DeadLetterTopic dlt = new DeadLetterTopic(topic + "-dlt");
  private final List<Header> userHeaders =
      List.of(
          new RecordHeader("binary", new byte[] {0, (byte) 0xff, (byte) 0x80}),
          new RecordHeader("twice", "one".getBytes(UTF_8)),
          new RecordHeader("nothing", (byte[]) null),
          new RecordHeader("twice", new byte[0]),
          new RecordHeader("kafka_correlationId", "mine".getBytes(UTF_8)));
  private final Map<Long, DeadLetter> letters = new TreeMap<>();
  private Map<String, Object> kafka;

  @BeforeEach
  void threeOrdersDie(LocalCluster cluster) throws Exception {
    kafka = Map.of("bootstrap.servers", cluster.bootstrapServers());
    cluster.createTopic(topic, 2);
    cluster.createTopic(dlt.name(), 2);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (ProducerRecord<byte[], byte[]> order :
          List.of(order("k1", JSON), order("k2", NO_JSON), order(null, KEYLESS))) {
        producer.send(order).get();
      }
    }
    try (SpringApplication spring = SpringApplication.start(cluster.bootstrapServers(), topic)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                readLetters();
                assertThat(letters).hasSize(3);
              });
    }
  }

  @Test
  void letters_tellTheirOriginAndError() {
    for (long offset = 0; offset < 3; offset++) {
      DeadLetter letter = letter(offset);
      assertThat(letter.origin()).isEqualTo(new Origin(topic, 1, offset, SENT_AT));
      assertThat(letter.id()).isEqualTo(topic + "/1/" + offset);
      assertThat(letter.pipeline()).isNull();
    }
    DeadLetter charged = letter(0);
    assertThat(charged.key()).isEqualTo("k1");
    assertThat(charged.attempts()).isEqualTo(3);
    assertThat(charged.owner()).isEqualTo(SpringApplication.group(topic));
    // What the listener threw, not Spring's exception around it.
    assertError(charged, "java.lang.IllegalStateException", "order cannot be charged");
    assertThat(charged.error().stackTrace())
        .contains("Caused by: java.io.IOException: card service: no answer");
    assertError(
        letter(1),
        "org.springframework.kafka.support.serializer.DeserializationException",
        "failed to deserialize");
    assertThat(letter(1).error().stackTrace()).contains("SerializationException: this is no order");
    assertThat(letter(2).key()).isNull();
  }

  @Test
  void letters_holdTheBytesThatSpringCouldNotRead() throws Exception {
    LetterContents contents =
        new LetterContents(EventCodec.create(Map.of(), new InMemorySchemaRegistry()));
    assertThat(letter(0).raw().value()).isEqualTo(JSON);
    assertThat(letter(1).raw().value()).isEqualTo(NO_JSON);
    assertThat(letter(2).raw().value()).isEqualTo(KEYLESS);
    assertThat(letter(2).raw().key()).isNull();
    LetterContent charged = contents.of(letter(0));
    assertThat(charged.kind()).isEqualTo(LetterContent.Kind.JSON);
    assertThat(charged.json()).isEqualTo(new ObjectMapper().readTree(JSON));
    assertThat(contents.of(letter(1)).kind()).isEqualTo(LetterContent.Kind.BYTES);
    assertThat(contents.of(letter(2)).kind()).isEqualTo(LetterContent.Kind.JSON);
    for (DeadLetter letter : letters.values()) {
      assertThat(letter.raw().headers().toArray()).startsWith(userHeaders.toArray(new Header[0]));
    }
  }

  @Test
  void list_showsThem() throws Exception {
    CommandRun run = run("dlq", "list", "--topic", dlt.name(), "--json");
    assertThat(run.err()).isEmpty();
    JsonNode listed = new ObjectMapper().readTree(run.out());
    assertThat(listed).hasSize(3);
    assertThat(listed)
        .filteredOn(letter -> letter.at("/origin/offset").asLong() == 0)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.at("/origin/topic").asText()).isEqualTo(topic);
              assertThat(letter.at("/origin/partition").asInt()).isEqualTo(1);
              assertThat(letter.at("/error/class").asText())
                  .isEqualTo("java.lang.IllegalStateException");
              assertThat(letter.get("attempts").asInt()).isEqualTo(3);
              assertThat(letter.get("owner").asText()).isEqualTo(SpringApplication.group(topic));
            });
  }

  @Test
  void show_tellsThatItIsJson() throws Exception {
    String place = letter(0).place().toString();
    JsonNode shown =
        new ObjectMapper()
            .readTree(run("dlq", "show", place, "--topic", dlt.name(), "--json").out());
    assertThat(shown.get("kind").asText()).isEqualTo("json");
    assertThat(shown.get("content")).isEqualTo(new ObjectMapper().readTree(JSON));
    assertThat(shown.get("event").isNull()).isTrue();
  }

  @Test
  void replayToATopic_putsThemBackByteForByte() {
    assertPutBack(replayTo(ReplayTarget.toTopic(topic)));
  }

  @Test
  void replayToTheSource_putsThemBackWhereTheyCameFrom() {
    ReplayReport report = replayTo(ReplayTarget.toSource());
    assertThat(report.destinations()).containsExactly(Map.entry(new TopicPartition(topic, 1), 3L));
    assertPutBack(report);
    assertThat(replayTo(ReplayTarget.toSource()).replayed()).isZero();
  }

  private ReplayReport replayTo(ReplayTarget target) {
    return new Replay(
            dlt, ReplayOptions.everything("ops@host").withTarget(target), Clock.systemUTC())
        .run(kafka, EventCodec.create(Map.of(), new InMemorySchemaRegistry()), ReplayProgress.NONE);
  }

  private void assertPutBack(ReplayReport report) {
    assertThat(report.replayed()).isEqualTo(3);
    List<ConsumerRecord<byte[], byte[]>> orders;
    try (TopicReader reader = new TopicReader((String) kafka.get("bootstrap.servers"), topic)) {
      orders = List.copyOf(reader.allRecords());
    }
    assertThat(orders).hasSize(6);
    for (DeadLetter letter : letters.values()) {
      assertThat(orders)
          .filteredOn(order -> isReplayed(order) && sameBytes(order, letter))
          .singleElement()
          .satisfies(order -> assertThat(othersHeaders(order)).isEqualTo(userHeaders));
    }
  }

  private static boolean isReplayed(ConsumerRecord<byte[], byte[]> order) {
    return order.timestamp() != SENT_AT;
  }

  private static boolean sameBytes(ConsumerRecord<byte[], byte[]> order, DeadLetter letter) {
    return Arrays.equals(order.value(), letter.raw().value())
        && Arrays.equals(order.key(), letter.raw().key());
  }

  private static List<Header> othersHeaders(ConsumerRecord<byte[], byte[]> order) {
    List<Header> headers = new ArrayList<>();
    for (Header header : order.headers()) {
      if (!header.key().startsWith("sluice-")) {
        headers.add(header);
      }
    }
    return headers;
  }

  private static void assertError(DeadLetter letter, String className, String message) {
    LastError error = letter.error();
    assertThat(error).isNotNull();
    assertThat(error.className()).isEqualTo(className);
    assertThat(error.message()).contains(message);
  }

  private ProducerRecord<byte[], byte[]> order(@Nullable String key, byte[] value) {
    return new ProducerRecord<>(
        topic, 1, SENT_AT, key == null ? null : key.getBytes(UTF_8), value, userHeaders);
  }

  /** By the offset that the order had. */
  private DeadLetter letter(long offset) {
    DeadLetter letter = letters.get(offset);
    assertThat(letter).as("letter of the order at %d", offset).isNotNull();
    return letter;
  }

  private void readLetters() {
    letters.clear();
    try (DeadLetterReader reader = DeadLetterReader.open(kafka, dlt, Clock.systemUTC())) {
      reader.visitAll(
          (letter, handled) -> {
            Origin origin = letter.origin();
            letters.put(origin == null ? -1 : origin.offset(), letter);
            return true;
          });
    }
  }

  private CommandRun run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--bootstrap-server", (String) kafka.get("bootstrap.servers")));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
