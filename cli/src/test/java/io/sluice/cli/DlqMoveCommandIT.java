package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalClusterExtension.class)
final class DlqMoveCommandIT {
  private static final String PATCH =
      "[{\"op\":\"replace\",\"path\":\"/data/amount\",\"value\":13}]";

  private final LocalCluster cluster;
  private final PipelineLetters letters;

  @TempDir Path folder;

  DlqMoveCommandIT(LocalCluster cluster) {
    this.cluster = cluster;
    this.letters = new PipelineLetters(cluster);
  }

  @AfterEach
  void close() {
    letters.close();
  }

  @Test
  void dryRun_tellsWhatWouldBecomeOfEachLetter_andWritesNothing() throws Exception {
    letters.with("e1", "e2");
    letters.write("e3", 3, PipelineLetters.DEAD_AT);
    letters.succeed("e2");

    CommandRun run = letters.dlq("replay", "--dry-run");

    assertThat(run.exitCode()).isZero();
    assertThat(columns(run))
        .contains("LETTER | ID | VERDICT | TO | REPLAYS | NOTES")
        .anyMatch(line -> line.startsWith(letters.dlq + "/0/0 | e1 | replay | " + letters.retry))
        .anyMatch(line -> line.startsWith(letters.dlq + "/0/1 | e2 | skip | - | - | its event has"))
        .anyMatch(line -> line.contains("e3 | parking | " + letters.pipeline + ".parking/0"));
    assertThat(run.out())
        .contains("would replay 1 dead letter of " + letters.dlq)
        .contains("would set aside in " + letters.pipeline + ".parking: 1")
        .contains("would skip: 1")
        .contains("read up to offsets 0: 3; what came later was left alone")
        .contains("nothing was moved");
    assertThat(letters.count(letters.retry)).isZero();
    assertThat(letters.waiting()).containsExactly("e1", "e2", "e3");

    JsonNode json = letters.json("replay", "--dry-run");
    assertThat(json.get("replayed").asInt()).isEqualTo(1);
    assertThat(json.get("parking").asInt()).isEqualTo(1);
    assertThat(json.get("skipped").asInt()).isEqualTo(1);
    assertThat(json.get("letters")).hasSize(3);
    assertThat(json.at("/letters/0/letter").asText()).isEqualTo(letters.dlq + "/0/0");
    assertThat(json.at("/letters/0/verdict").asText()).isEqualTo("replay");
    assertThat(json.at("/letters/0/partition").asInt()).isEqualTo(1);
  }

  @Test
  void plan_isDoneAsItWasWritten_andOnce() throws Exception {
    letters.with("e1", "e2", "e3");
    Path plan = folder.resolve("friday.plan");

    CommandRun planned =
        letters.dlq(
            "replay", "--type", "order.e1", "--type", "order.e2", "--plan", plan.toString());
    assertThat(planned.exitCode()).isZero();
    assertThat(planned.out())
        .contains("would replay 2 dead letters of " + letters.dlq)
        .contains("to " + plan + "; look at it, then: sluice dlq apply " + plan);
    assertThat(letters.waiting()).hasSize(3);
    letters.with("e1");

    CommandRun applied = apply(plan);
    assertThat(applied.exitCode()).isZero();
    assertThat(applied.out()).contains("replayed 2 dead letters of " + letters.dlq);
    assertThat(letters.waiting()).containsExactly("e3", "e1");

    CommandRun again = apply(plan);
    assertThat(again.exitCode()).isZero();
    assertThat(again.out())
        .contains("replayed 0 dead letters")
        .contains("left alone, dealt with before: 2");
    assertThat(letters.count(letters.retry)).isEqualTo(2);
  }

  @Test
  void plan_isRefused_whenSomebodyElseHasReplayedALetter() throws Exception {
    letters.with("e1", "e2");
    Path plan = folder.resolve("friday.plan");
    assertThat(letters.json("replay", "--plan", plan.toString()).get("replayed").asInt())
        .isEqualTo(2);
    letters.dlq("replay", "--id", "e2", "--reason", "urgent");

    CommandRun applied = apply(plan);

    assertThat(applied.exitCode()).isEqualTo(1);
    assertThat(applied.err())
        .contains("nothing was moved")
        .contains(letters.dlq + "/0/1 (e2) was dealt with by somebody else")
        .doesNotContain("\tat ");
    assertThat(letters.waiting()).containsExactly("e1");
  }

  @Test
  void planFile_isNotOverwrittenByAccident_andItsMistakesAreNamed() throws Exception {
    letters.with("e1");
    Path plan = folder.resolve("friday.plan");
    letters.dlq("replay", "--plan", plan.toString());

    CommandRun again = letters.dlq("replay", "--plan", plan.toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains(plan + " is there already");
    assertThat(letters.dlq("replay", "--plan", plan.toString(), "--overwrite").exitCode()).isZero();

    Files.writeString(plan, Files.readAllLines(plan).get(0) + "\n{\"letter\":\"nowhere\"}\n");
    CommandRun applied = apply(plan);
    assertThat(applied.exitCode()).isEqualTo(1);
    assertThat(applied.err()).contains(plan + ":2: letter: \"nowhere\" is no place");
    assertThat(apply(folder.resolve("none.plan")).err()).contains("there is no such file");
    assertThat(letters.waiting()).containsExactly("e1");
  }

  @Test
  void replay_setsAsideWhatHasComeBackTooOften_andTellsHowToLookItUp() throws Exception {
    letters.with("e1");
    letters.write("e2", 1, PipelineLetters.DEAD_AT);

    CommandRun run = letters.dlq("replay", "--max-replays", "1", "--reason", "fixed");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("replayed 1 dead letter of " + letters.dlq)
        .contains("set aside in " + letters.pipeline + ".parking: 1")
        .contains("1: it has come back 1 time (--max-replays 1)")
        .contains("all about it: sluice dlq audit --pipeline " + letters.pipeline);
    assertThat(letters.count(letters.pipeline + ".parking")).isEqualTo(1);
    assertThat(letters.waiting()).isEmpty();
  }

  @Test
  void edit_changesOneLetter_andKeepsWhatItWas() throws Exception {
    letters.with("e1", "e2");
    JsonNode rehearsed = letters.json("replay", "--id", "e1", "--edit", PATCH, "--dry-run");
    assertThat(rehearsed.at("/letters/0/change").asText()).isEqualTo("edited");
    assertThat(letters.waiting()).containsExactly("e1", "e2");

    CommandRun run =
        letters.dlq("replay", "--id", "e1", "--edit", PATCH, "--reason", "wrong amount");

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    JsonNode letter =
        letters.json("audit", letters.json("audit").at("/0/run").asText()).at("/letters/0");
    assertThat(letter.get("change").asText()).isEqualTo("edited");
    assertThat(letter.get("original_value_base64").asText()).isNotBlank();
    assertThat(letters.data(letters.retry)).containsExactly("{\"amount\":13}");
  }

  @Test
  void editor_changesTheLetter_alsoByAPlan() throws Exception {
    letters.with("e1");
    Path plan = folder.resolve("edited.plan");

    CommandRun unchanged =
        letters.dlq("replay", "--id", "e1", "--edit-with", "true", "--reason", "x");
    assertThat(unchanged.exitCode()).isEqualTo(1);
    assertThat(unchanged.err()).contains("Nothing was changed in the editor");
    assertThat(letters.waiting()).containsExactly("e1");
    assertThat(
            letters.json(
                "replay",
                "--id",
                "e1",
                "--edit-with",
                "sed -i s/12/14/",
                "--plan",
                plan.toString()))
        .isNotNull();
    assertThat(apply(plan).err()).isEmpty();
    assertThat(letters.data(letters.retry)).containsExactly("{\"amount\":14}");
  }

  @Test
  void foreignTopic_goesToItsSource_andSaysSo() throws Exception {
    String topic = letters.pipeline + "-orders.DLT";
    cluster.createTopic(topic, 1);

    CommandRun run = letters.plain("replay", "--topic", topic, "--reason", "fixed");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(topic + " is no pipeline's topic: each letter goes back to the topic it was");
  }

  private CommandRun apply(Path plan) {
    return letters.plain("apply", plan.toString(), "--reason", "fixed", "--yes");
  }

  private static List<String> columns(CommandRun run) {
    return run.out().lines().map(line -> line.replaceAll(" {2,}", " | ").strip()).toList();
  }
}
