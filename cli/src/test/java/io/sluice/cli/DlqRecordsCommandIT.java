package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Discarding, purging, and what the audit tells. */
@ExtendWith(LocalClusterExtension.class)
final class DlqRecordsCommandIT {
  private final PipelineLetters letters;

  DlqRecordsCommandIT(LocalCluster cluster) {
    this.letters = new PipelineLetters(cluster);
  }

  @AfterEach
  void close() {
    letters.close();
  }

  @Test
  void discard_takesChosenLettersOffTheList() throws Exception {
    letters.with("e1", "e2");

    CommandRun unchosen = letters.dlq("discard", "--reason", "tests");
    assertThat(unchosen.exitCode()).isEqualTo(2);
    assertThat(unchosen.err()).contains("would discard every letter").contains("--all");
    JsonNode rehearsed = letters.json("discard", "--id", "e1", "--dry-run");
    assertThat(rehearsed.get("discarded").asInt()).isEqualTo(1);
    assertThat(rehearsed.at("/letters/0/verdict").asText()).isEqualTo("discard");
    assertThat(letters.waiting()).containsExactly("e1", "e2");

    CommandRun run = letters.dlq("discard", "--id", "e1", "--reason", "a test order");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("discarded 1 dead letter of " + letters.dlq);
    assertThat(letters.waiting()).containsExactly("e2");
    assertThat(letters.dlq("discard", "--all", "--reason", "tests").exitCode()).isZero();
    assertThat(letters.waiting()).isEmpty();
    assertThat(letters.count(letters.retry)).isZero();
  }

  @Test
  void audit_listsRuns_theLastFirst_andShowsTheLettersOfOne() throws Exception {
    letters.with("e1", "e2", "e3");
    assertThat(letters.dlq("audit").out()).contains("nobody has done anything");
    JsonNode replayed = letters.json("replay", "--id", "e1", "--reason", "mail server is back");
    letters.dlq("discard", "--id", "e2", "--reason", "a test order");

    CommandRun listed = letters.dlq("audit");
    assertThat(listed.out().lines().map(line -> line.replaceAll(" {2,}", "|")).toList())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).isEqualTo("RUN|AT|ACTION|BY|LETTERS|ENDED|REASON");
              assertThat(lines.get(1)).contains("|discard|").endsWith("|1|complete|a test order");
              assertThat(lines.get(2)).contains("|replay|").endsWith("|mail server is back");
            });
    assertThat(letters.json("audit", "--limit", "1")).hasSize(1);

    String run = replayed.get("run").asText();
    CommandRun shown = letters.dlq("audit", run.substring(0, 20));
    assertThat(shown.out())
        .contains("reason   mail server is back")
        .contains("command  sluice dlq replay --id e1 --reason 'mail server is back' --json")
        .containsPattern(letters.dlq + "/0/0 +e1 +replayed +shop.events/1/5 +" + letters.retry);
    JsonNode json = letters.json("audit", run);
    assertThat(json.at("/letters/0/letter").asText()).isEqualTo(letters.dlq + "/0/0");
    assertThat(json.at("/letters/0/to").asText()).isEqualTo(letters.retry + "/1/0");
    assertThat(json.get("count").asInt()).isEqualTo(1);
  }

  @Test
  void audit_ofAnUnknownRun_saysSo() throws Exception {
    letters.with("e1");

    assertThat(letters.dlq("audit", "00000000").err()).contains("There is no run 00000000");
    assertThat(letters.dlq("audit", "0000").exitCode()).isEqualTo(2);
  }

  @Test
  void purge_deletesOldLetters_andThoseThatWaitOnlyWhenTold() throws Exception {
    letters.with("e1", "e2");
    letters.write("e3", 0, Instant.now());
    letters.dlq("discard", "--id", "e1", "--reason", "a test order");

    CommandRun rehearsed = letters.dlq("purge", "--older-than", "1h", "--dry-run");
    assertThat(rehearsed.out())
        .contains("would delete 2 dead letters, 1 of them not dealt with by anybody,")
        .contains("offsets 0: 2");
    CommandRun unasked = letters.dlq("purge", "--older-than", "1h", "--reason", "old");
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.err()).contains("say --yes");
    CommandRun waiting = letters.dlq("purge", "--older-than", "1h", "--reason", "old", "--yes");
    assertThat(waiting.exitCode()).isEqualTo(1);
    assertThat(waiting.err()).contains("1 has not been replayed or discarded");
    assertThat(letters.count(letters.dlq)).isEqualTo(3);

    CommandRun purged =
        letters.dlq("purge", "--older-than", "1h", "--reason", "old", "--yes", "--include-waiting");
    assertThat(purged.err()).isEmpty();
    assertThat(purged.out()).contains("deleted 2 dead letters");
    assertThat(letters.waiting()).containsExactly("e3");
    assertThat(letters.dlq("audit").out()).contains("purge");
    assertThat(letters.dlq("purge", "--older-than", "1h", "--dry-run").out())
        .contains("nothing in " + letters.dlq + " is older than 1h");
  }
}
