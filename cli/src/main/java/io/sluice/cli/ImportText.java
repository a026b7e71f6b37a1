package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.LetterImport.Report;
import io.sluice.replay.letter.DeadLetterTopic;
import java.nio.file.Path;

/** What an import did, or would do, as text and JSON. */
final class ImportText {
  private ImportText() {}

  /** One line, without its end. */
  static String line(DeadLetterTopic to, Report report, boolean rehearsed) {
    return (rehearsed ? "would import " : "imported ")
        + ReplayText.letters(report.imported())
        + " into "
        + to.name()
        + "; "
        + ReplayText.number(report.present())
        + (rehearsed ? were(report, " is", " are") : were(report, " was", " were"))
        + " there already";
  }

  /** Asks whether what a dry run has told is to be done. */
  static String question(DeadLetterTopic to, Report rehearsed) {
    return "Import "
        + ReplayText.letters(rehearsed.imported())
        + " into "
        + to.name()
        + "? "
        + ReplayText.number(rehearsed.present())
        + were(rehearsed, " is", " are")
        + " there already.";
  }

  static ObjectNode json(DeadLetterTopic to, Path file, Report report, boolean rehearsed) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", to.name());
    json.put("file", file.toString());
    json.put("run", rehearsed ? null : report.run());
    json.put("dry_run", rehearsed);
    json.put("imported", report.imported());
    json.put("already_there", report.present());
    json.put("stopped", report.stopped());
    return json;
  }

  private static String were(Report report, String one, String many) {
    return report.present() == 1 ? one : many;
  }
}
