package io.sluice.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** A workload's result with the machine that it was measured on, as JSON. */
public final class ResultJson {
  private final ObjectMapper json =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
  private final Machine machine;
  private final OffsetDateTime at;

  public ResultJson(Machine machine, OffsetDateTime at) {
    this.machine = machine;
    this.at = at.withOffsetSameInstant(ZoneOffset.UTC).withNano(0);
  }

  /**
   * Writes {@code <date>-<workload><mark>.json}, over one of the same day.
   *
   * @param mark of a run that was not as usual, so that it does not replace one that was
   */
  public Path write(Path folder, WorkloadResult result, String mark) throws IOException {
    Files.createDirectories(folder);
    Path file =
        folder.resolve(
            at.toLocalDate() + "-" + result.id().toLowerCase(Locale.ROOT) + mark + ".json");
    Files.writeString(file, json.writeValueAsString(of(result)) + "\n");
    return file;
  }

  /** Medians and ratios, and every run with its figures. */
  public ObjectNode of(WorkloadResult result) {
    ObjectNode root = json.createObjectNode();
    root.put("workload", result.id());
    root.put("title", result.title());
    root.put("at", at.toString());
    root.set("machine", json.valueToTree(machine));
    root.set("legend", json.valueToTree(result.legend()));
    ArrayNode contestants = root.putArray("contestants");
    for (ContestantResult contestant : result.contestants()) {
      ObjectNode node = contestants.addObject();
      node.put("id", contestant.id());
      node.put("title", contestant.title());
      node.put("outcome", contestant.outcome().name());
      ObjectNode medians = node.putObject("median");
      for (Measure measure : result.measures()) {
        contestant.median(measure).ifPresent(value -> medians.put(measure.figure(), value));
      }
      result.ratio(contestant).ifPresent(ratio -> node.put("ratio_to_first", ratio));
      node.set("runs", json.valueToTree(contestant.runs()));
    }
    return root;
  }
}
