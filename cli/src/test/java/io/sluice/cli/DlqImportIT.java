package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalClusterExtension.class)
final class DlqImportIT {
  private static final int LETTERS = 5;

  private final LocalCluster cluster;
  private final PipelineLetters from;
  private final PipelineLetters to;

  @TempDir Path folder;

  DlqImportIT(LocalCluster cluster) {
    this.cluster = cluster;
    from = new PipelineLetters(cluster);
    to = new PipelineLetters(cluster);
  }

  @BeforeEach
  void letters() throws Exception {
    from.with("e1", "e2", "e3", "e4", "e5");
  }

  @AfterEach
  void close() {
    from.close();
    to.close();
  }

  @Test
  void anotherTopic_holdsTheSameLetters_andOnceOnly() throws Exception {
    for (String name : List.of("letters.avro", "letters.jsonl", "letters.jsonl.gz")) {
      String file = exported(name);
      boolean first = name.endsWith(".avro");
      CommandRun run = to.dlq("import", file, "--reason", "moved here");
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .startsWith(
              first
                  ? "imported 5 dead letters into " + to.dlq + "; 0 were there already"
                  : "imported 0 dead letters into " + to.dlq + "; 5 were there already");
      assertSame(records(from.dlq), records(to.dlq));
    }
    assertThat(to.waiting()).containsExactly("e1", "e2", "e3", "e4", "e5");

    JsonNode runs = to.json("audit");
    assertThat(runs).hasSize(1);
    assertThat(runs.at("/0/action").asText()).isEqualTo("import");
    assertThat(runs.at("/0/fates/imported").asInt()).isEqualTo(LETTERS);
    assertThat(runs.at("/0/ended").asText()).isEqualTo("complete");
    assertThat(runs.at("/0/reason").asText()).isEqualTo("moved here");
    assertThat(to.dlq("replay", "--reason", "fixed").out()).startsWith("replayed 5 dead letters");
  }

  @Test
  void dryRun_counts_andWritesNothing() throws Exception {
    String file = exported("letters.avro");
    CommandRun run = to.dlq("import", file, "--dry-run");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualToNormalizingNewlines(
            "would import 5 dead letters into "
                + to.dlq
                + "; 0 are there already\nnothing was written\n");
    assertThat(to.count(to.dlq)).isZero();

    JsonNode json =
        new ObjectMapper().readTree(to.dlq("import", file, "--reason", "r", "--json").out());
    assertThat(json.get("imported").asInt()).isEqualTo(LETTERS);
    assertThat(json.get("already_there").asInt()).isZero();
    assertThat(json.get("dry_run").asBoolean()).isFalse();
    assertThat(json.get("run").asText()).isEqualTo(to.json("audit").at("/0/run").asText());
    assertThat(to.json("import", file, "--dry-run").get("already_there").asInt())
        .isEqualTo(LETTERS);
  }

  @Test
  void damagedFile_namesThePlace_andTellsWhatWasImportedBefore() throws Exception {
    Path file = Path.of(exported("letters.jsonl"));
    String text = Files.readString(file);
    Path cut = folder.resolve("cut.jsonl");
    Files.writeString(cut, text.substring(0, text.length() - 50));

    CommandRun rehearsed = to.dlq("import", cut.toString(), "--dry-run");
    assertFails(1, cut + ", line 5: ", rehearsed);
    assertThat(rehearsed.err()).contains("it would have been 4");
    assertThat(to.count(to.dlq)).isZero();

    CommandRun run = to.dlq("import", cut.toString(), "--reason", "moved");
    assertFails(1, cut + ", line 5: ", run);
    assertThat(run.err()).contains("Letters imported before it: 4; there already: 0");
    assertThat(to.waiting()).containsExactly("e1", "e2", "e3", "e4");

    assertThat(to.dlq("import", file.toString(), "--reason", "whole now").out())
        .startsWith("imported 1 dead letter into " + to.dlq + "; 4 were there already");
    assertSame(records(from.dlq), records(to.dlq));
  }

  @Test
  void cutAvroFile_isToldToo() throws Exception {
    Path file = Path.of(exported("letters.avro"));
    byte[] bytes = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.avro");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 100));

    CommandRun run = to.dlq("import", cut.toString(), "--reason", "moved");
    assertFails(1, cut.toString(), run);
    assertThat(run.err()).contains("Letters imported before it: ");
  }

  @Test
  void mistakes_areNamed_andNothingIsWritten() throws Exception {
    String file = exported("letters.avro");
    assertFails(
        1, "There is no topic nope", to.plain("import", file, "--topic", "nope", "--reason", "r"));
    assertFails(2, "Say why with --reason", to.dlq("import", file));
    assertFails(
        2,
        "name the letters twice",
        to.dlq("import", file, "--topic", from.dlq, "--reason", "twice"));
    assertFails(
        1, "There is no file", to.dlq("import", folder + "/none.avro", "--reason", "lost it"));
    Path other = Files.writeString(folder.resolve("notes.avro"), "not letters");
    assertFails(
        1,
        "is no file of dead letters",
        to.dlq("import", other.toString(), "--reason", "wrong file"));
    assertThat(to.count(to.dlq)).isZero();
  }

  private String exported(String name) {
    String file = folder.resolve(name).toString();
    assertThat(from.dlq("export", "--file", file).exitCode()).isZero();
    return file;
  }

  private static void assertFails(int exitCode, String message, CommandRun run) {
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
  }

  private static void assertSame(
      List<ConsumerRecord<byte[], byte[]>> expected, List<ConsumerRecord<byte[], byte[]>> found) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i).key()).isEqualTo(expected.get(i).key());
      assertThat(found.get(i).value()).isEqualTo(expected.get(i).value());
      assertThat(found.get(i).headers()).isEqualTo(expected.get(i).headers());
      // Retention is to count from now: a letter imported late must not be deleted at once.
      assertThat(found.get(i).timestamp()).isGreaterThan(expected.get(i).timestamp());
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    try (TopicReader reader = new TopicReader(cluster.bootstrapServers(), topic)) {
      return List.copyOf(reader.allRecords());
    }
  }
}
