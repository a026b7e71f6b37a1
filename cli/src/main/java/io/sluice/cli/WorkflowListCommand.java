package io.sluice.cli;

import io.sluice.schema.EventCodec;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.StepSettled;
import io.sluice.schema.avro.WorkflowDefinition;
import io.sluice.schema.avro.WorkflowRecord;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the workflows of a pipeline. */
@Command(
    name = "list",
    description = {
      "List the workflows of a pipeline, the youngest first.",
      "OUTCOMES counts the outcomes that steps have had so far, a replayed step's again.",
      "It is read from Kafka, and needs no processor that runs."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  sluice workflow list", "  sluice workflow list --pipeline shop --json"})
final class WorkflowListCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      defaultValue = "shop",
      description = "The pipeline that runs them. Default: shop.")
  String pipeline;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many. Default: 100.")
  int limit;

  /**
   * What is counted of one workflow.
   *
   * @param nextPart the part of its definition that is still to come; one that is there already was
   *     published again, and is ignored by the pipeline too
   */
  record Line(String id, Instant at, int nextPart, long steps, long outcomes) {
    static Line of(WorkflowRecord record, WorkflowDefinition part) {
      return new Line(record.getId(), record.getAt(), part.getPart() + 1, stepsOf(part), 0);
    }

    Line plus(WorkflowRecord record) {
      if (record.getBody() instanceof StepSettled) {
        return new Line(id, at, nextPart, steps, outcomes + 1);
      }
      return record.getBody() instanceof WorkflowDefinition part && part.getPart() >= nextPart
          ? new Line(id, at, part.getPart() + 1, steps + stepsOf(part), outcomes)
          : this;
    }

    private static long stepsOf(WorkflowDefinition part) {
      return part.getNodes().stream().filter(node -> node.getStep() != null).count();
    }
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UserErrorException("--limit must be at least 1", ExitCodes.WRONG_USAGE);
    }
    WorkflowTopics topics = WorkflowTopics.of(connection, pipeline);
    Map<String, Line> all = new LinkedHashMap<>();
    Map<String, EventStatus> statuses;
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      topics.visit(codec, record -> add(all, record));
      statuses = topics.lastOf(all.keySet(), codec);
    }
    List<Line> lines =
        all.values().stream()
            .sorted(Comparator.comparing(Line::at).reversed())
            .limit(limit)
            .toList();
    print(lines, all.size(), statuses);
    return ExitCodes.DONE;
  }

  static void add(Map<String, Line> all, WorkflowRecord record) {
    Line before = all.get(record.getId());
    if (before != null) {
      all.put(record.getId(), before.plus(record));
    } else if (record.getBody() instanceof WorkflowDefinition part) {
      all.put(record.getId(), Line.of(record, part));
    }
  }

  private void print(List<Line> lines, int all, Map<String, EventStatus> statuses) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(
          out, lines.stream().map(line -> json(line, statuses.get(line.id()))).toList());
      return;
    }
    if (lines.isEmpty()) {
      out.println("no workflows");
      out.flush();
      return;
    }
    TextTable table = new TextTable("WORKFLOW", "STATUS", "STEPS", "OUTCOMES", "PUBLISHED");
    for (Line line : lines) {
      EventStatus status = statuses.get(line.id());
      table.row(
          PlainText.line(line.id()),
          status == null ? "not begun" : StatusHistory.word(status),
          line.steps(),
          line.outcomes(),
          line.at());
    }
    table.print(out);
    if (all > lines.size()) {
      out.println();
      out.println(lines.size() + " of " + all + " workflows shown; --limit N shows more");
      out.flush();
    }
  }

  private static Map<String, Object> json(Line line, @Nullable EventStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", line.id());
    json.put("status", status == null ? "not begun" : StatusHistory.word(status));
    json.put("steps", line.steps());
    json.put("outcomes", line.outcomes());
    json.put("published_at", line.at().toString());
    return json;
  }
}
