package io.sluice.replay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.EventCodec;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.RegistryUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;

/** Files of letters for tests. */
final class Archives {
  private Archives() {}

  /** Opens letters on that registry. */
  static LetterContents contents(InMemorySchemaRegistry registry) {
    return new LetterContents(EventCodec.create(Map.of(), registry));
  }

  /** Writes a whole file; gives back what was told of a registry that is down. */
  static List<RegistryUnavailableException> write(
      Path file, ArchiveFormat format, LetterContents contents, List<DeadLetter> letters)
      throws IOException {
    List<RegistryUnavailableException> told = new ArrayList<>();
    try (ArchiveFile archive = ArchiveFile.create(file, format, false, told::add)) {
      for (DeadLetter letter : letters) {
        archive.write(new OpenLetter(letter, contents));
      }
      archive.complete();
    }
    return told;
  }

  /** All letters of a file. */
  static List<DeadLetter> read(Path file) {
    List<DeadLetter> letters = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(file)) {
      reader.forEachRemaining(letters::add);
    }
    return letters;
  }

  /** Every byte of the record, and all that is told of it, is the same. */
  static void assertSame(DeadLetter read, DeadLetter written) {
    var actual = read.raw();
    var expected = written.raw();
    assertThat(actual.key()).isEqualTo(expected.key());
    assertThat(actual.value()).isEqualTo(expected.value());
    assertThat(actual.timestamp()).isEqualTo(expected.timestamp());
    assertThat(actual.timestampType()).isEqualTo(expected.timestampType());
    Header[] headers = actual.headers().toArray();
    Header[] wanted = expected.headers().toArray();
    assertThat(headers).hasSameSizeAs(wanted);
    for (int i = 0; i < headers.length; i++) {
      assertThat(headers[i].key()).isEqualTo(wanted[i].key());
      assertThat(headers[i].value()).isEqualTo(wanted[i].value());
    }
    assertThat(read.place()).isEqualTo(written.place());
    assertThat(read.id()).isEqualTo(written.id());
    assertThat(read.type()).isEqualTo(written.type());
    assertThat(read.error()).isEqualTo(written.error());
    assertThat(read.origin()).isEqualTo(written.origin());
    assertThat(read.deadAt()).isEqualTo(written.deadAt());
  }
}
