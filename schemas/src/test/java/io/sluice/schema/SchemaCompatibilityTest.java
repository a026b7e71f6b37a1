package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.avro.ArchivedLetter;
import io.sluice.schema.avro.AuditRecord;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.JsonPayload;
import io.sluice.schema.avro.WorkflowRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of our own schemas must read, and be read by, every other (FULL_TRANSITIVE). A
 * version that was ever released stays in {@code src/main/avro-history}.
 */
class SchemaCompatibilityTest {

  private static final Path HISTORY = Path.of("src/main/avro-history");

  static Stream<Schema> current() {
    return Stream.of(
        Envelope.getClassSchema(),
        EventStatus.getClassSchema(),
        JsonPayload.getClassSchema(),
        AuditRecord.getClassSchema(),
        ArchivedLetter.getClassSchema(),
        WorkflowRecord.getClassSchema());
  }

  @ParameterizedTest
  @MethodSource("current")
  void all_versions_read_each_other(Schema current) throws IOException {
    List<Schema> versions = versions(current);

    assertThat(versions).isNotEmpty();
    for (Schema reader : versions) {
      for (Schema writer : versions) {
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType())
            .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("current")
  void the_newest_in_history_is_what_the_code_is_made_from(Schema current) throws IOException {
    List<Schema> versions = versions(current);
    Schema newest = versions.get(versions.size() - 1);

    assertThat(withoutJavaStrings(current))
        .as("a changed schema is a new version: add it to %s", HISTORY)
        .isEqualTo(newest.toString());
  }

  private static List<Schema> versions(Schema of) throws IOException {
    try (Stream<Path> files = Files.list(HISTORY.resolve(of.getName()))) {
      return files
          .sorted(Comparator.comparingInt(SchemaCompatibilityTest::version))
          .map(SchemaCompatibilityTest::parse)
          .toList();
    }
  }

  private static int version(Path file) {
    Matcher name = Pattern.compile("v(\\d+)\\.avsc").matcher(file.getFileName().toString());
    assertThat(name.matches()).as("%s is named v<number>.avsc", file).isTrue();
    return Integer.parseInt(name.group(1));
  }

  private static Schema parse(Path file) {
    try {
      return new Schema.Parser().parse(file.toFile());
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  /** The compiler adds how Java is to hold text, which is none of the schema's business. */
  private static String withoutJavaStrings(Schema schema) {
    String property = "\"" + GenericData.STRING_PROP + "\":\"String\"";
    String text = schema.toString().replace("," + property, "");
    return new Schema.Parser()
        .parse(text.replace("{\"type\":\"string\"}", "\"string\""))
        .toString();
  }
}
