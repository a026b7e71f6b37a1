package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.LetterJob.Deed;
import io.sluice.replay.PlannedLetter;
import io.sluice.replay.ReplayPlan;
import io.sluice.replay.ReplayReport;
import io.sluice.replay.ReplayReport.Ended;
import io.sluice.replay.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** What a plan says, in sum. */
final class PlanText {
  private static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private PlanText() {}

  static void printWritten(PrintWriter out, ReplayPlan plan, Path file) {
    ReplayText.print(out, Deed.REPLAY, totals(plan));
    out.println(
        "wrote the plan " + plan.id() + " to " + file + "; look at it, then: " + next(file));
    out.flush();
  }

  /** The totals, without those that a plan does not know. */
  static ObjectNode json(ReplayPlan plan, Path file) {
    ObjectNode json = ReplayJson.of(totals(plan));
    json.remove(List.of("run", "ended", "not_chosen", "already_replayed"));
    json.put("file", file.toString());
    return json;
  }

  static String question(ReplayPlan plan, Instant now) {
    return "The plan "
        + plan.id()
        + ", made by "
        + PlainText.line(plan.by())
        + " "
        + PlainText.age(plan.madeAt(), now)
        + " ago. "
        + ReplayText.question(Deed.REPLAY, totals(plan));
  }

  private static String next(Path file) {
    return CommandText.of(List.of("dlq", "apply", file.toString()));
  }

  private static ReplayReport totals(ReplayPlan plan) {
    Map<Verdict.Fate, Long> fates = new EnumMap<>(Verdict.Fate.class);
    Map<String, Long> why = new LinkedHashMap<>();
    Map<TopicPartition, Long> destinations = new TreeMap<>(BY_NAME);
    for (PlannedLetter letter : plan.letters()) {
      Verdict verdict = letter.verdict();
      fates.merge(verdict.fate(), 1L, Long::sum);
      if (verdict.why() != null) {
        why.merge(verdict.why(), 1L, Long::sum);
      }
      if (verdict.to() != null) {
        destinations.merge(verdict.to(), 1L, Long::sum);
      }
    }
    return new ReplayReport(
        plan.topic(),
        "",
        plan.id(),
        true,
        Ended.COMPLETE,
        0,
        0,
        fates,
        why,
        destinations,
        plan.endOffsets());
  }
}
