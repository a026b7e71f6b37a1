package io.sluice.cli;

import io.sluice.replay.AuditedRun;
import io.sluice.schema.avro.AuditedLetter;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was done to the letters of a topic, as text. */
final class AuditText {
  private static final int MOST_OF_A_CELL = 60;

  private AuditText() {}

  static void printRuns(PrintWriter out, List<AuditedRun> runs) {
    TextTable table = new TextTable("RUN", "AT", "ACTION", "BY", "LETTERS", "ENDED", "REASON");
    for (AuditedRun run : runs) {
      table.row(
          run.id(),
          run.began().truncatedTo(ChronoUnit.SECONDS),
          PlainText.line(run.action()),
          PlainText.cut(PlainText.line(run.by()), MOST_OF_A_CELL),
          // A purge tells its numbers in its note.
          run.letters() == 0 ? "-" : ReplayText.number(run.letters()),
          PlainText.line(run.ended()),
          PlainText.cut(PlainText.line(run.reason()), MOST_OF_A_CELL));
    }
    table.print(out);
  }

  static void printRun(PrintWriter out, AuditedRun run) {
    field(out, "run", run.id());
    field(out, "action", run.action());
    field(out, "topic", run.topic());
    field(out, "by", run.by());
    field(out, "reason", run.reason());
    field(out, "command", run.command());
    field(out, "filter", run.filter().isEmpty() ? "every letter" : run.filter());
    if (run.plan() != null) {
      field(out, "plan", run.plan());
    }
    field(out, "began", run.began().toString());
    field(out, "last", run.last().toString());
    field(out, "ended", run.ended() == null ? "- (broken off, or under way)" : run.ended());
    field(out, "letters", letters(run.fates()));
    if (run.note() != null) {
      field(out, "note", run.note());
    }
    out.flush();
  }

  static TextTable letterTable() {
    return new TextTable("LETTER", "ID", "FATE", "ORIGIN", "TO", "CHANGE");
  }

  static void addTo(TextTable table, String topic, AuditedLetter letter) {
    table.row(
        topic + "/" + letter.getPartition() + "/" + letter.getOffset(),
        PlainText.cut(PlainText.line(letter.getId()), MOST_OF_A_CELL),
        PlainText.line(letter.getFate()),
        place(letter.getOriginTopic(), letter.getOriginPartition(), letter.getOriginOffset()),
        place(letter.getTargetTopic(), letter.getTargetPartition(), letter.getTargetOffset()),
        PlainText.line(letter.getChange()));
  }

  static String place(@Nullable String topic, @Nullable Integer partition, @Nullable Long offset) {
    return topic == null ? "-" : PlainText.line(topic) + "/" + partition + "/" + offset;
  }

  private static String letters(Map<String, Long> fates) {
    return fates.isEmpty()
        ? "0"
        : fates.entrySet().stream()
            .map(entry -> ReplayText.number(entry.getValue()) + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }

  private static void field(PrintWriter out, String name, @Nullable String value) {
    out.println(String.format("%-9s", name) + PlainText.line(value));
  }
}
