package io.sluice.cli;

import io.sluice.cli.LetterJob.Deed;
import io.sluice.replay.ReplayReport;
import io.sluice.replay.ReplayReport.Ended;
import io.sluice.replay.Verdict.Fate;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** What a run did to dead letters, or would do, as text. */
final class ReplayText {
  /** More partitions than these are added up, a line for each topic. */
  private static final int MOST_PARTITIONS = 12;

  private ReplayText() {}

  static void print(PrintWriter out, Deed deed, ReplayReport report) {
    out.println(
        (report.dryRun() ? "would " + deed.does : deed.did)
            + " "
            + letters(done(deed, report))
            + " of "
            + report.topic().name());
    printDestinations(out, report);
    printCount(
        out, report, Fate.PARKING, report.dryRun() ? "would set aside in " : "set aside in ");
    printCount(out, report, Fate.SKIP, report.dryRun() ? "would skip" : "skipped");
    printCount(out, report, Fate.REFUSE, report.dryRun() ? "would refuse" : "refused");
    report.why().forEach((why, count) -> out.println("  " + number(count) + ": " + line(why)));
    if (report.notChosen() > 0) {
      out.println("left alone, not chosen: " + number(report.notChosen()));
    }
    if (report.alreadyHandled() > 0) {
      out.println("left alone, dealt with before: " + number(report.alreadyHandled()));
    }
    out.println(
        "read up to offsets "
            + ends(report.endOffsets())
            + "; what came later was left alone"
            + (report.ended() == Ended.LIMIT ? "; the limit was reached, there may be more" : ""));
    if (report.dryRun()) {
      out.println("nothing was moved");
    }
    out.flush();
  }

  /** Asks whether what a dry run has told is to be done. */
  static String question(Deed deed, ReplayReport rehearsed) {
    StringBuilder question = new StringBuilder();
    question.append(deed == Deed.REPLAY ? "Replay " : "Discard ");
    question.append(letters(done(deed, rehearsed))).append(" of ").append(rehearsed.topic().name());
    Map<String, Long> byTopic = byTopic(rehearsed);
    byTopic.remove(rehearsed.topic().parkingTopic());
    if (!byTopic.isEmpty()) {
      question.append(" to ").append(String.join(", ", byTopic.keySet()));
    }
    question.append('?');
    question.append(
        rest(rehearsed.count(Fate.PARKING), "go to " + rehearsed.topic().parkingTopic()));
    question.append(rest(rehearsed.count(Fate.SKIP), "are skipped"));
    question.append(rest(rehearsed.count(Fate.REFUSE), "are refused"));
    return question.toString();
  }

  static String letters(long count) {
    return number(count) + (count == 1 ? " dead letter" : " dead letters");
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String place(TopicPartition to) {
    return to.topic() + (to.partition() < 0 ? "/any" : "/" + to.partition());
  }

  private static long done(Deed deed, ReplayReport report) {
    return report.count(deed == Deed.REPLAY ? Fate.REPLAY : Fate.DISCARD);
  }

  private static String rest(long count, String what) {
    return count == 0 ? "" : " " + number(count) + " " + what + ".";
  }

  private static void printCount(PrintWriter out, ReplayReport report, Fate fate, String what) {
    long count = report.count(fate);
    if (count > 0) {
      String where = fate == Fate.PARKING ? report.topic().parkingTopic() : "";
      out.println(what + where + ": " + number(count));
    }
  }

  private static void printDestinations(PrintWriter out, ReplayReport report) {
    if (report.destinations().size() > MOST_PARTITIONS) {
      byTopic(report)
          .forEach(
              (topic, count) ->
                  out.println("  " + number(count) + " to " + topic + ", many partitions"));
      return;
    }
    report
        .destinations()
        .forEach(
            (to, count) ->
                out.println(
                    "  "
                        + number(count)
                        + " to "
                        + to.topic()
                        + (to.partition() < 0
                            ? ", any partition"
                            : ", partition " + to.partition())));
  }

  private static Map<String, Long> byTopic(ReplayReport report) {
    Map<String, Long> byTopic = new LinkedHashMap<>();
    report.destinations().forEach((to, count) -> byTopic.merge(to.topic(), count, Long::sum));
    return byTopic;
  }

  private static String ends(Map<Integer, Long> ends) {
    return ends.isEmpty()
        ? "-"
        : ends.entrySet().stream()
            .map(end -> end.getKey() + ": " + number(end.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String line(String text) {
    return PlainText.line(text);
  }
}
