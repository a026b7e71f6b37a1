package io.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.replay.SimulatedCluster.Death;
import io.sluice.replay.filter.LetterFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan is done exactly, or not at all. */
final class PlanReplayTest {
  private static final ReplayOptions ALL = ReplayOptions.everything("ops@host");

  private final Letterbox box = new Letterbox(1);
  @TempDir private Path folder;

  @BeforeEach
  void fourLetters() {
    box.letter("a9", "a", 9);
    box.letter("b5", "b", 5);
    box.letter("a4", "a", 4);
    box.letter("c7", "c", 7, 3);
  }

  @Test
  void plan_writesNothing_andIsDoneAsItStands() {
    ReplayPlan plan = throughAFile(box.plan(ALL));
    assertThat(box.cluster.all("shop.retry")).isEmpty();
    assertThat(box.cluster.find("shop.dlq-state")).isEmpty();
    box.letter("late", "d", 20);

    ReplayReport report = box.apply(plan);

    assertThat(report.plan()).isEqualTo(plan.id());
    assertThat(box.values("shop.retry")).containsExactly("a4", "b5", "a9");
    assertThat(box.values("shop.parking")).containsExactly("c7");
    assertThat(box.waiting()).containsExactly("late");
    assertThat(box.audit()).allMatch(record -> plan.id().equals(record.getPlan()));
  }

  @Test
  void plan_isTheSame_whenItComesBackFromItsFile() {
    ReplayPlan plan = box.plan(ALL);
    assertThat(throughAFile(plan)).isEqualTo(plan);
  }

  @Test
  void lineThatIsTakenOut_isALetterLeftAlone() throws IOException {
    Path file = folder.resolve("plan.jsonl");
    PlanFile.write(box.plan(ALL), file);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    assertThat(lines.remove(2)).contains("\"b5\"");
    Files.write(file, lines);

    box.apply(PlanFile.read(file));

    assertThat(box.values("shop.retry")).containsExactly("a4", "a9");
    assertThat(box.waiting()).containsExactly("b5");
  }

  @Test
  void letterThatStandsInThePlanTwice_isNotMovedTwice() throws IOException {
    Path file = folder.resolve("plan.jsonl");
    PlanFile.write(box.plan(ALL), file);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.add(lines.get(1));
    Files.write(file, lines);
    ReplayPlan plan = PlanFile.read(file);

    assertRefused(plan, "shop.dlq/0/2 (a4) is in the plan twice");
    assertThat(box.cluster.all("shop.retry")).isEmpty();
  }

  @Test
  void lineThatNamesThePlaceOfAnotherLetter_stopsThePlan() throws IOException {
    Path file = folder.resolve("plan.jsonl");
    PlanFile.write(box.plan(ALL), file);
    Files.writeString(file, Files.readString(file).replace("\"id\":\"b5\"", "\"id\":\"another\""));

    assertRefused(PlanFile.read(file), "shop.dlq/0/1 is there no more, or another letter is");
    assertThat(box.cluster.all("shop.retry")).isEmpty();
  }

  @Test
  void lineThatNamesAPlaceBeyondTheEnd_stopsThePlan() throws IOException {
    Path file = folder.resolve("plan.jsonl");
    PlanFile.write(box.plan(ALL), file);
    Files.writeString(file, Files.readString(file).replace("shop.dlq/0/1", "shop.dlq/0/100"));

    assertRefused(PlanFile.read(file), "shop.dlq/0/100 (b5) is not in the topic");
  }

  @Test
  void planThatWasBrokenOff_isGoneOnWith() {
    ReplayPlan plan = box.plan(ALL);
    for (Death.When when : Death.When.values()) {
      box.cluster.dieAt(new Death(when, 1));
      assertThatThrownBy(() -> box.apply(plan)).isInstanceOf(Death.class);
    }
    box.cluster.dieAt(null);
    box.apply(plan);
    assertThat(box.values("shop.retry")).containsExactly("a4", "b5", "a9");
    assertThat(box.apply(plan).handled()).isZero();
  }

  @Test
  void letterThatSomebodyElseDealtWith_stopsThePlan() {
    ReplayPlan plan = box.plan(ALL);
    box.replay(ALL.withFilter(LetterFilter.ofIds("b5")));
    assertRefused(plan, "shop.dlq/0/1 (b5) was dealt with by somebody else");
    assertThat(box.values("shop.retry")).containsExactly("b5");
  }

  @Test
  void eventThatSucceededMeanwhile_stopsThePlan() {
    ReplayPlan plan = box.plan(ALL);
    box.succeeded("a4", 1_000);
    assertRefused(
        plan,
        "shop.dlq/0/2: planned was replay to shop.retry-0, now it is skip: its event has succeeded"
            + " since");
    assertThat(box.cluster.all("shop.retry")).isEmpty();
  }

  @Test
  void letterThatRetentionTook_stopsThePlan() {
    ReplayPlan plan = box.plan(ALL);
    box.cluster.trim(new TopicPartition("shop.dlq", 0), 1);
    assertRefused(plan, "shop.dlq/0/0 (a9) is there no more: retention has taken it");
  }

  @Test
  void topicsThatChanged_stopThePlan() {
    ReplayPlan plan = box.plan(ALL);
    box.cluster.delete("shop.retry");
    box.cluster.create("shop.retry", 2);
    assertRefused(plan, "the topic shop.retry had 1 partitions and has 2");
    box.cluster.delete("shop.dlq");
    box.cluster.create("shop.dlq", 1);
    assertRefused(plan, "the topic shop.dlq was deleted and made anew");
  }

  @Test
  void fileThatIsNoPlan_isNamedWithItsLine() throws IOException {
    Path file = folder.resolve("plan.jsonl");
    assertThatThrownBy(() -> PlanFile.read(file)).hasMessageContaining("there is no such file");
    Files.writeString(file, "{\"some\":\"json\"}\n");
    assertThatThrownBy(() -> PlanFile.read(file)).hasMessageContaining("plan.jsonl:1: this is no");
    PlanFile.write(box.plan(ALL), file);
    Files.writeString(file, Files.readString(file) + "{\"letter\":\"nowhere\"}\n");
    assertThatThrownBy(() -> PlanFile.read(file))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("plan.jsonl:6: letter: \"nowhere\" is no place");
    Files.writeString(file, "not json\n");
    assertThatThrownBy(() -> PlanFile.read(file)).hasMessageContaining("plan.jsonl:1: not JSON");
  }

  private void assertRefused(ReplayPlan plan, String because) {
    assertThatThrownBy(() -> box.apply(plan))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("does not fit any more, so nothing was moved")
        .hasMessageContaining(because);
  }

  private ReplayPlan throughAFile(ReplayPlan plan) {
    Path file = folder.resolve(plan.id() + ".jsonl");
    PlanFile.write(plan, file);
    return PlanFile.read(file);
  }
}
