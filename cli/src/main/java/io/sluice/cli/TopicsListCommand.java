package io.sluice.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists topics and what they are to Sluice. */
@Command(
    name = "list",
    description = {
      "List topics: partitions, records, and what each is to Sluice by its name.",
      "Records are end minus begin offset: transaction markers, and what compaction took away, are"
          + " counted too."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {"  sluice topics list", "  sluice topics list --json"})
final class TopicsListCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;

  @Override
  public Integer call() {
    List<TopicAdmin.Topic> topics;
    try (Admin admin = connection.connect()) {
      topics = TopicAdmin.list(admin);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, topics.stream().map(TopicsListCommand::json).toList());
    } else if (topics.isEmpty()) {
      out.println("no topics yet; create one with `sluice topics create NAME`");
      out.flush();
    } else {
      TextTable table = new TextTable("TOPIC", "PARTITIONS", "RECORDS", "KIND");
      topics.forEach(t -> table.row(t.name(), t.partitions(), t.records(), TopicKind.of(t.name())));
      table.print(out);
    }
    return ExitCodes.DONE;
  }

  private static Map<String, Object> json(TopicAdmin.Topic topic) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", topic.name());
    json.put("partitions", topic.partitions());
    json.put("records", topic.records());
    json.put("kind", TopicKind.of(topic.name()).toString());
    return json;
  }
}
