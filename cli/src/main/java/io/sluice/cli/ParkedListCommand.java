package io.sluice.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the keys behind which events are parked. */
@Command(
    name = "list",
    description = {
      "List the keys that are blocked, those with the most events parked first.",
      "STATE is waiting (the head waits for its next attempt), held (the head is a dead letter;"
          + " replay it, or release or discard the others), or releasing (they run).",
      "It is read from Kafka, and needs no processor that runs."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  sluice parked list", "  sluice parked list --pipeline shop --key usr_456 --json"})
final class ParkedListCommand implements Callable<Integer> {
  private static final long ROWS = 100;

  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      description = "Those of this pipeline. May be repeated. Default: of every one.")
  List<String> pipelines = new ArrayList<>();

  @Option(
      names = {"-k", "--key"},
      paramLabel = "KEY",
      description = "Only this key; hex:00ff for one that is no text.")
  @Nullable String key;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most so many keys. Default: 100 in a table, all with --json.")
  @Nullable Long limit;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new UserErrorException("--limit must be at least 1", ExitCodes.WRONG_USAGE);
    }
    byte @Nullable [] only = key == null ? null : KeyText.parse(key);
    ParkedTable table = new ParkedTable(clock.instant());
    for (ParkedTopic topic : chosen()) {
      topic.read(connection).stream()
          .filter(line -> only == null || Arrays.equals(line.key(), only))
          .forEach(line -> table.add(topic.pipeline(), line));
    }
    print(table);
    return ExitCodes.DONE;
  }

  private List<ParkedTopic> chosen() {
    List<ParkedTopic> named = pipelines.stream().map(ParkedTopic::ofPipeline).distinct().toList();
    try (Admin admin = connection.connect()) {
      if (named.isEmpty()) {
        return ParkedTopic.all(admin);
      }
      named.forEach(topic -> topic.require(admin));
      return named;
    }
  }

  private void print(ParkedTable table) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, table.toJson(limit == null ? Long.MAX_VALUE : limit));
      return;
    }
    if (table.size() == 0) {
      out.println(key == null ? "no parked events" : "no parked events of that key");
      out.flush();
      return;
    }
    long most = limit == null ? ROWS : limit;
    table.print(out, most);
    if (table.size() > most) {
      out.println();
      out.println(most + " of " + table.size() + " keys shown; --limit N shows more");
      out.flush();
    }
  }
}
