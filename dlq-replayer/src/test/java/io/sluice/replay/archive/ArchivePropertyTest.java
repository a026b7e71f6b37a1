package io.sluice.replay.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.Letters;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterDialect;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.Place;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.InMemorySchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Whatever lies in a dead-letter topic: out into a file and back, it is the same in every byte. */
final class ArchivePropertyTest {
  private static final InMemorySchemaRegistry REGISTRY = new InMemorySchemaRegistry();
  private static final LetterContents CONTENTS = Archives.contents(REGISTRY);
  private static final byte[] EVENT = event();
  private static final Path FOLDER = folder();

  /** A header, whose value may be missing. */
  record NamedBytes(String name, byte @Nullable [] value) {}

  @BeforeContainer
  static void eventIsReadable() {
    assertThat(CONTENTS.of(letter(0, EVENT, List.of())).isReadable()).isTrue();
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (var files = Files.list(FOLDER)) {
      assertThat(files).as("files left behind").isEmpty();
    }
    Files.delete(FOLDER);
  }

  @Property(tries = 200)
  void letters_comeBackTheSame(
      @ForAll("letters") List<DeadLetter> letters, @ForAll ArchiveFormat format)
      throws IOException {
    assertComeBack(letters, format);
  }

  @Example
  void largeLetters_comeBackTheSame() throws IOException {
    byte[] bytes = new byte[10 * 1024 * 1024];
    new Random(7).nextBytes(bytes);
    byte[] text = new byte[16 * 1024 * 1024];
    Arrays.fill(text, (byte) 'a');
    List<DeadLetter> letters =
        List.of(
            letter(0, bytes, List.of()),
            letter(1, text, List.of(new NamedBytes("large", bytes))),
            letter(2, new byte[] {1}, List.of()));
    for (ArchiveFormat format : ArchiveFormat.values()) {
      assertComeBack(letters, format);
    }
  }

  private static void assertComeBack(List<DeadLetter> letters, ArchiveFormat format)
      throws IOException {
    Path file = FOLDER.resolve("letters." + format);
    try {
      assertThat(Archives.write(file, format, CONTENTS, letters)).isEmpty();
      List<DeadLetter> read = Archives.read(file);
      assertThat(read).hasSameSizeAs(letters);
      for (int i = 0; i < read.size(); i++) {
        Archives.assertSame(read.get(i), letters.get(i));
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Provide
  Arbitrary<List<DeadLetter>> letters() {
    Arbitrary<byte[]> random =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(60).injectNull(0.1);
    Arbitrary<byte[]> cutEvent =
        Arbitraries.integers().between(0, EVENT.length).map(length -> Arrays.copyOf(EVENT, length));
    Arbitrary<byte[]> json =
        Arbitraries.of("{\"a\":[1,2.50,\"\u00e9\u0000\"]}", "[]", "null", "text\r\n", "\u009b31m")
            .map(text -> text.getBytes(UTF_8));
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.of(
                "a", "a", "", " ", "\n", "\u0000", "\"}", "kafka_dlt-original-offset", "sluice-id"),
            // What came out of Kafka was decoded from UTF-8, so it has no half characters.
            Arbitraries.strings().excludeChars(halves()).ofMaxLength(8));
    Arbitrary<List<NamedBytes>> headers =
        Combinators.combine(names, random).as(NamedBytes::new).list().ofMaxSize(5);
    return Combinators.combine(
            random,
            Arbitraries.oneOf(random, cutEvent, json),
            headers,
            Arbitraries.of(TimestampType.class),
            Arbitraries.longs().greaterOrEqual(-1))
        .as(ArchivePropertyTest::letter)
        .list()
        .ofMaxSize(6);
  }

  private static char[] halves() {
    char[] halves = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = (char) (Character.MIN_SURROGATE + i);
    }
    return halves;
  }

  private static DeadLetter letter(int offset, byte[] value, List<NamedBytes> headers) {
    return DeadLetterDialect.read(
        Letters.record(new Place("orders-dlt", 3, offset), null, value, headers(headers)));
  }

  private static DeadLetter letter(
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<NamedBytes> named,
      TimestampType type,
      long timestamp) {
    ConsumerRecord<byte[], byte[]> record =
        Letters.record(new Place("orders-dlt", 3, Long.MAX_VALUE), key, value, headers(named));
    return DeadLetterDialect.read(
        new ConsumerRecord<>(
            record.topic(),
            record.partition(),
            record.offset(),
            timestamp,
            type,
            record.serializedKeySize(),
            record.serializedValueSize(),
            record.key(),
            record.value(),
            record.headers(),
            record.leaderEpoch()));
  }

  private static Headers headers(List<NamedBytes> named) {
    Headers headers = new RecordHeaders();
    named.forEach(header -> headers.add(header.name(), header.value()));
    return headers;
  }

  private static byte[] event() {
    try (EventCodec codec = EventCodec.create(Map.of(), REGISTRY)) {
      return codec
          .encode(
              EventDraft.of("order.paid", Map.of("amount", 12)).id("e1"),
              new EncodeContext("shop.events", "test", Instant.ofEpochMilli(Letters.DEAD_AT)))
          .value();
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("letters");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
