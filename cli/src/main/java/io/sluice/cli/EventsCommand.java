package io.sluice.cli;

import io.sluice.replay.Operator;
import io.sluice.schema.TypePattern;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists events that are not settled yet. */
@Command(
    name = "events",
    description = {
      "List the events of a pipeline that are not settled yet: running (with a handler, or waiting"
          + " for a thread), held (paused, breaker open, or above a rate; what the limit of its key"
          + " holds is told as delayed or retrying), retrying, delayed, parked"
          + " (behind an earlier one of their key), waiting (nobody has read them yet).",
      "It is read from Kafka, and needs no processor that runs. What is settled, `sluice event ID`"
          + " and `sluice dlq list` tell."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice events --pipeline shop",
      "  sluice events --state retrying,held --type 'user.#'",
      "  sluice events --state waiting --limit 1000 --json"
    })
final class EventsCommand implements Callable<Integer> {
  private static final int ROWS = 100;

  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin PipelineOption pipeline;
  @Mixin OutputOptions output;

  @Option(
      names = {"-s", "--state"},
      paramLabel = "STATE",
      split = ",",
      description = "Only in these states: ${COMPLETION-CANDIDATES}. Default: in any.")
  @Nullable List<EventState> states;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      description = "Only of this type, or pattern of types.")
  @Nullable String type;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "" + ROWS,
      description = "At most so many. Default: " + ROWS + ".")
  int limit;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UserErrorException("--limit must be at least 1", ExitCodes.WRONG_USAGE);
    }
    TypePattern pattern = pattern();
    OpenEventTable table = new OpenEventTable(limit);
    Operator onlooker = Operator.named(Mandate.name());
    try (ControlDesk desk = ControlDesk.open(pipeline.names(), connection, onlooker)) {
      new OpenEventReader(desk)
          .read(
              chosen(),
              event -> (pattern != null && !pattern.matches(event.type())) || table.add(event));
      print(table, desk);
    }
    return ExitCodes.DONE;
  }

  private void print(OpenEventTable table, ControlDesk desk) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, table.toJson());
    } else {
      table.print(out, desk.clock().instant());
    }
  }

  private Set<EventState> chosen() {
    return states == null || states.isEmpty()
        ? EnumSet.allOf(EventState.class)
        : EnumSet.copyOf(states);
  }

  private @Nullable TypePattern pattern() {
    try {
      return type == null ? null : TypePattern.parse(type);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--type: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }
}
