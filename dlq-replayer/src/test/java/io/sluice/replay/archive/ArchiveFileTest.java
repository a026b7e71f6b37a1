package io.sluice.replay.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.replay.Letters;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterDialect;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.replay.letter.Place;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.InMemorySchemaRegistry;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveFileTest {
  private static final DeadLetter LETTER =
      Letters.letter("e1", "user.welcome_email", "java.io.IOException");

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final LetterContents contents = Archives.contents(registry);
  @TempDir Path folder;

  @Test
  void jsonLine_showsTheEventBesideItsBytes() throws IOException {
    JsonNode json = firstLine(event());
    assertThat(json.get("topic").asText()).isEqualTo("shop.dlq");
    assertThat(json.get("offset").asLong()).isEqualTo(5);
    assertThat(json.get("id").asText()).isEqualTo("e1");
    assertThat(json.get("key").asText()).isEqualTo("usr_1");
    assertThat(json.get("error").asText()).isEqualTo("java.io.IOException: no answer");
    assertThat(json.get("kind").asText()).isEqualTo("event");
    assertThat(json.at("/event/data/amount").asInt()).isEqualTo(12);
    assertThat(json.at("/event/metadata/attempt").asInt()).isEqualTo(5);
    assertThat(Base64.getDecoder().decode(json.get("value_base64").asText()))
        .isEqualTo(event().raw().value());
    assertThat(json.at("/headers/0").toString())
        .isEqualTo("{\"name\":\"user\",\"value_base64\":\"AP8=\"}");
    assertThat(json.at("/headers/1/text").isTextual()).isTrue();
  }

  @Test
  void jsonLine_tellsWhyALetterCannotBeRead() throws IOException {
    JsonNode json = firstLine(letter(new byte[] {0, 1, 2}));
    assertThat(json.get("kind").asText()).isEqualTo("bytes");
    assertThat(json.has("event")).isFalse();
    assertThat(json.get("unreadable").asText()).isNotBlank();
  }

  @Test
  void registryThatIsDown_isToldOnce_andTheBytesAreWritten() throws IOException {
    DeadLetter event = event();
    registry.setAvailable(false);
    Path file = folder.resolve("letters.jsonl");
    LetterContents fresh = Archives.contents(registry);
    assertThat(Archives.write(file, ArchiveFormat.JSONL, fresh, List.of(event, event))).hasSize(1);
    assertThat(Files.readString(file)).doesNotContain("\"event\"").doesNotContain("\"kind\"");
    List<DeadLetter> read = Archives.read(file);
    assertThat(read).hasSize(2);
    Archives.assertSame(read.get(1), event);
  }

  @Test
  void avro_needsNoRegistry_andIsReadableByAnyAvroTool() throws IOException {
    registry.setAvailable(false);
    Path file = folder.resolve("letters.avro");
    assertThat(
            Archives.write(file, ArchiveFormat.AVRO, Archives.contents(registry), List.of(LETTER)))
        .isEmpty();
    try (DataFileReader<GenericRecord> any =
        new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
      GenericRecord record = any.next();
      assertThat(record.get("type")).hasToString("user.welcome_email");
      assertThat(record.get("error")).hasToString("java.io.IOException: no answer");
    }
  }

  @Test
  void fileThatIsThere_isReplacedOnlyWhenAsked_andOnlyWhenTheNewOneIsWhole() throws IOException {
    Path file = folder.resolve("letters.jsonl");
    Files.writeString(file, "old");
    assertThatThrownBy(() -> ArchiveFile.create(file, ArchiveFormat.JSONL, false, e -> {}))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("letters.jsonl is there already")
        .hasMessageContaining("--force");
    try (ArchiveFile brokenOff = ArchiveFile.create(file, ArchiveFormat.JSONL, true, e -> {})) {
      brokenOff.write(new OpenLetter(LETTER, contents));
    }
    assertThat(file).hasContent("old");
    try (ArchiveFile whole = ArchiveFile.create(file, ArchiveFormat.JSONL, true, e -> {})) {
      whole.write(new OpenLetter(LETTER, contents));
      whole.complete();
    }
    assertThat(Archives.read(file)).hasSize(1);
    assertThat(folder.toFile().list()).containsExactly("letters.jsonl");
  }

  @Test
  void fileThatCameUpMeanwhile_isNotReplaced() throws IOException {
    Path file = folder.resolve("letters.avro");
    try (ArchiveFile archive = ArchiveFile.create(file, ArchiveFormat.AVRO, false, e -> {})) {
      Files.writeString(file, "another's");
      assertThatThrownBy(archive::complete)
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining("is there already");
    }
    assertThat(file).hasContent("another's");
    assertThat(folder.toFile().list()).containsExactly("letters.avro");
  }

  @Test
  void placesWhereNoFileCanBe_areNamed() {
    assertThatThrownBy(
            () ->
                ArchiveFile.create(folder.resolve("no/x.avro"), ArchiveFormat.AVRO, false, e -> {}))
        .hasMessageContaining("there is no folder " + folder.resolve("no"));
    assertThatThrownBy(() -> ArchiveFile.create(folder, ArchiveFormat.AVRO, true, e -> {}))
        .hasMessageContaining("is a folder");
  }

  @Test
  void jsonLinesForATerminal_areAscii() throws IOException {
    StringWriter text = new StringWriter();
    try (ArchiveWriter writer = ArchiveWriter.jsonLines(text, e -> {})) {
      DeadLetter letter = letter(new byte[0]);
      letter.raw().headers().add("colour", "\u009b31m\u001b[2J".getBytes(UTF_8));
      writer.write(new OpenLetter(letter, contents));
    }
    assertThat(text.toString().strip()).matches("[\\x20-\\x7e]+").contains("\\u009B31m\\u001B[2J");
  }

  @Test
  void formats_areKnownByTheirEndings() {
    assertThat(ArchiveFormat.ofFileName("a/Letters.AVRO")).contains(ArchiveFormat.AVRO);
    assertThat(ArchiveFormat.ofFileName("letters.jsonl")).contains(ArchiveFormat.JSONL);
    assertThat(ArchiveFormat.ofFileName("letters.jsonl.gz")).contains(ArchiveFormat.JSONL_GZ);
    assertThat(ArchiveFormat.ofFileName("letters.txt")).isEmpty();
    assertThat(ArchiveFormat.parse("JSONL")).isEqualTo(ArchiveFormat.JSONL);
    assertThatThrownBy(() -> ArchiveFormat.parse("csv"))
        .hasMessage("\"csv\" is none of avro, jsonl, jsonl.gz");
  }

  private JsonNode firstLine(DeadLetter letter) throws IOException {
    Path file = folder.resolve("letters.jsonl");
    assertThat(Archives.write(file, ArchiveFormat.JSONL, contents, List.of(letter))).isEmpty();
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(1);
    return new ObjectMapper().readTree(lines.get(0));
  }

  private DeadLetter event() {
    try (EventCodec codec = EventCodec.create(Map.of(), registry)) {
      return letter(
          codec
              .encode(
                  EventDraft.of("order.paid", Map.of("amount", 12)).id("e1"),
                  new EncodeContext("shop.events", "test", Instant.ofEpochMilli(Letters.DEAD_AT)))
              .value());
    }
  }

  private static DeadLetter letter(byte[] value) {
    return DeadLetterDialect.read(
        Letters.record(
            new Place("shop.dlq", 1, 5),
            "usr_1".getBytes(UTF_8),
            value,
            Letters.headers("e1", "order.paid", 1, "java.io.IOException")));
  }
}
