package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the audit tells of a pipeline's letters.
 *
 * @param runs all of them, the first one first
 * @param letters those of all runs
 */
record AuditedLetters(List<JsonNode> runs, List<JsonNode> letters) {

  static AuditedLetters of(DlqCommands dlq) throws IOException {
    List<JsonNode> runs = new ArrayList<>();
    dlq.json("audit").forEach(run -> runs.add(0, run));
    List<JsonNode> letters = new ArrayList<>();
    for (JsonNode run : runs) {
      dlq.json("audit", run.get("run").asText()).get("letters").forEach(letters::add);
    }
    return new AuditedLetters(runs, letters);
  }

  /** Ids of the letters that became this, as often as they did. */
  List<String> ids(String fate) {
    return letters.stream()
        .filter(letter -> letter.get("fate").asText().equals(fate))
        .map(letter -> letter.get("id").asText())
        .toList();
  }

  /** Ids of the runs that nobody has ended. */
  List<String> brokenOff() {
    return runs.stream()
        .filter(run -> run.get("ended").isNull())
        .map(run -> run.get("run").asText())
        .toList();
  }
}
