package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.ExportReport;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an export did, as text and JSON. */
final class ExportText {
  private ExportText() {}

  /** One line, without its end. */
  static String line(ExportReport report, String file) {
    String ends =
        report.endOffsets().entrySet().stream()
            .map(end -> end.getKey() + ": " + number(end.getValue()))
            .collect(Collectors.joining(", "));
    return "exported "
        + letters(report.exported())
        + " of "
        + report.topic().name()
        + " to "
        + file
        + (report.limitReached()
            ? " (the limit was reached; there may be more)"
            : " (up to offsets " + ends + ")");
  }

  static ObjectNode json(ExportReport report, String file, boolean readable) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", report.topic().name());
    json.put("file", file);
    json.put("exported", report.exported());
    json.put("limit_reached", report.limitReached());
    json.put("registry_answered", readable);
    ObjectNode ends = json.putObject("end_offsets");
    report.endOffsets().forEach((partition, end) -> ends.put(partition.toString(), end));
    return json;
  }

  static String letters(long count) {
    return number(count) + (count == 1 ? " dead letter" : " dead letters");
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
