package io.sluice.replay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.replay.Letters;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.schema.InMemorySchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.NoSuchElementException;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArchiveReaderTest {
  private static final DeadLetter LETTER =
      Letters.letter("e1", "user.welcome_email", "java.io.IOException");
  private static final String WHOLE =
      "{\"topic\":\"t\",\"partition\":0,\"offset\":1,\"timestamp\":5,"
          + "\"key_base64\":null,\"value_base64\":\"AAE=\",\"headers\":[]}";

  @TempDir Path folder;

  @Test
  void handWrittenLine_isALetter() throws IOException {
    Path file = file("letters.jsonl", WHOLE + "\n\n  \r\n" + WHOLE);
    try (ArchiveReader reader = ArchiveReader.open(file)) {
      DeadLetter letter = reader.next();
      assertThat(letter.place()).hasToString("t/0/1");
      assertThat(letter.raw().key()).isNull();
      assertThat(letter.raw().value()).containsExactly(0, 1);
      assertThat(reader.next().id()).isEqualTo("t/0/1");
      assertThat(reader.hasNext()).isFalse();
      assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void whatPeopleRead_doesNotCount() throws IOException {
    String changed =
        WHOLE.replace("\"headers\"", "\"id\":7,\"key\":{\"a\":[1]},\"event\":[],\"headers\"");
    Archives.assertSame(
        Archives.read(file("changed.jsonl", changed)).get(0),
        Archives.read(file("letters.jsonl", WHOLE)).get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"AAE=\"        | \"A*E=\"       | value_base64: it is no base64",
        "\"AAE=\"        | 7              | value_base64: it is no base64",
        ",\"offset\":1   | ``             | it lacks offset",
        "\"key_base64\"  | \"key\"        | it lacks key_base64",
        "\"t\"           | 3              | topic: it is no text",
        "\"t\"           | \"\"           | no record can lie at",
        "\"offset\":1    | \"offset\":1.5 | offset: it is no whole number",
        "\"partition\":0 | \"partition\":5000000000 | partition 5000000000 is too large",
        "\"headers\":[]  | \"headers\":{} | headers: it is no list",
        "\"headers\":[]  | \"headers\":[{\"name\":\"a\"}] | lacks its name or value_base64",
        "]}              | ]}{}           | more on it than one letter",
        "]}              | ]              | letters.jsonl, line 2",
      })
  void lineAtFault_isNamed(String was, String is, String message) throws IOException {
    String broken = WHOLE.replace(was.strip(), is.strip());
    assertThat(broken).isNotEqualTo(WHOLE);
    Path file = file("letters.jsonl", WHOLE + "\n" + broken + "\n");
    try (ArchiveReader reader = ArchiveReader.open(file)) {
      assertThat(reader.next().place().offset()).isEqualTo(1);
      assertThatThrownBy(reader::hasNext)
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining("letters.jsonl, line 2: ")
          .hasMessageContaining(message.strip());
      assertThat(reader.hasNext()).as("after a fault").isFalse();
    }
  }

  @Test
  void cutOffAvro_isNotTakenForWhole_whereverItIsCut() throws IOException {
    byte[] whole = Files.readAllBytes(avro(300));
    byte[] one = Files.readAllBytes(avro(1));
    for (int length = 4; length < one.length; length++) {
      Path file = folder.resolve("cut.avro");
      Files.write(file, Arrays.copyOf(one, length));
      int cut = length;
      if (endsInItsMarker(one, length)) {
        // Between blocks: the same as a file with fewer letters.
        assertThat(Archives.read(file)).isEmpty();
      } else {
        assertThatThrownBy(() -> Archives.read(file))
            .as("cut after %d of %d bytes", cut, one.length)
            .isInstanceOf(ArchiveException.class);
      }
    }
    Path file = folder.resolve("letters.avro");
    Files.write(file, Arrays.copyOf(whole, whole.length - 20));
    assertThatThrownBy(() -> Archives.read(file))
        .hasMessageMatching(".*letters\\.avro: broken after \\d+ letters: the file is cut off");
  }

  @Test
  void avroWithAChangedByte_isRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(avro(1));
    bytes[bytes.length - 30] ^= 0x55;
    Path file = folder.resolve("changed.avro");
    Files.write(file, bytes);
    assertThatThrownBy(() -> Archives.read(file))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("changed.avro: broken after 0 letters: ");
  }

  @Test
  void otherFiles_areNamedForWhatTheyAre() throws IOException {
    Path other = folder.resolve("other.avro");
    var schema = SchemaBuilder.record("a.Thing").fields().requiredString("x").endRecord();
    try (DataFileWriter<GenericRecord> out =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      out.create(schema, other.toFile());
    }
    assertThatThrownBy(() -> ArchiveReader.open(other))
        .hasMessageContaining("it holds records of a.Thing, not dead letters");
    assertThatThrownBy(() -> ArchiveReader.open(file("empty.avro", "")))
        .hasMessageContaining("it does not begin as an Avro container file does");
    assertThatThrownBy(() -> ArchiveReader.open(folder.resolve("none.avro")))
        .hasMessageContaining("There is no file ");
    assertThatThrownBy(() -> Archives.read(file("letters.txt", "hello")))
        .hasMessageContaining("letters.txt, line 1: ");
    assertThat(Archives.read(file("empty.jsonl", ""))).isEmpty();
  }

  @Test
  void cutOffGzip_isNotTakenForWhole() throws IOException {
    Path file = folder.resolve("letters.jsonl.gz");
    Archives.write(
        file,
        ArchiveFormat.JSONL_GZ,
        Archives.contents(new InMemorySchemaRegistry()),
        Collections.nCopies(20, LETTER));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    assertThatThrownBy(() -> Archives.read(file)).hasMessageContaining("letters.jsonl.gz, line ");
  }

  private Path avro(int letters) throws IOException {
    Path file = folder.resolve(letters + ".avro");
    Archives.write(
        file,
        ArchiveFormat.AVRO,
        Archives.contents(new InMemorySchemaRegistry()),
        Collections.nCopies(letters, LETTER));
    return file;
  }

  private static boolean endsInItsMarker(byte[] file, int length) {
    byte[] marker = Arrays.copyOfRange(file, file.length - 16, file.length);
    return length > 16 && Arrays.equals(Arrays.copyOfRange(file, length - 16, length), marker);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
