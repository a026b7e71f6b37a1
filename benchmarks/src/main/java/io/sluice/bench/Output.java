package io.sluice.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.bench.report.ContestantResult;
import io.sluice.bench.report.Machine;
import io.sluice.bench.report.Measure;
import io.sluice.bench.report.ResultJson;
import io.sluice.bench.report.ResultTable;
import io.sluice.bench.report.RunResult;
import io.sluice.bench.report.WorkloadResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the benchmark says: results to one stream, how it gets on to the other. */
final class Output {
  private final PrintWriter results;
  private final PrintWriter progress;
  private final Machine machine;
  private final boolean asJson;
  private final ResultJson json;

  Output(PrintWriter results, PrintWriter progress, Machine machine, boolean asJson) {
    this.results = results;
    this.progress = progress;
    this.machine = machine;
    this.asJson = asJson;
    this.json = new ResultJson(machine, OffsetDateTime.now(ZoneOffset.UTC));
  }

  void begin() {
    say(machine.sentence());
  }

  void say(String line) {
    progress.println(line);
    progress.flush();
  }

  /** One run is over. */
  void ran(String run, RunResult result, List<Measure> measures) {
    String figures =
        measures.stream()
            .filter(measure -> result.figures().containsKey(measure.figure()))
            .map(
                measure ->
                    measure.title()
                        + " "
                        + String.format(
                            Locale.ROOT,
                            "%,." + measure.digits() + "f",
                            result.figures().get(measure.figure())))
            .collect(Collectors.joining(", "));
    say("  " + run + ": " + figures + problems(result));
  }

  /** A workload is over: its table now, since the next one may take an hour. */
  void found(WorkloadResult result) {
    if (!asJson) {
      results.println();
      results.println(ResultTable.of(result));
      results.flush();
    }
  }

  /**
   * @param mark in the file's name, after the workload
   */
  void write(Path folder, WorkloadResult result, String mark) throws IOException {
    say("  written to " + json.write(folder, result, mark));
  }

  void end(List<WorkloadResult> found) {
    if (asJson) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      found.forEach(result -> all.add(json.of(result)));
      results.println(all.toPrettyString());
    } else {
      results.println(machine.sentence());
    }
    for (WorkloadResult result : found) {
      for (ContestantResult contestant : result.contestants()) {
        if (!result.isCorrect() && !contestant.problems().isEmpty()) {
          say(
              result.id()
                  + " "
                  + contestant.title()
                  + ": "
                  + contestant.outcome()
                  + ": "
                  + String.join("; ", contestant.problems()));
        }
      }
    }
    results.flush();
  }

  private static String problems(RunResult result) {
    return switch (result.outcome()) {
      case OK -> "";
      case FAILED, DID_NOT_FINISH, NOT_AVAILABLE ->
          " "
              + result.outcome().name().replace('_', ' ')
              + ": "
              + String.join("; ", result.problems());
    };
  }
}
