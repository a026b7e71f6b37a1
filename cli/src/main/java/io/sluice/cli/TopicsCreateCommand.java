package io.sluice.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Creates source topics; a pipeline creates its own. Safe to run again. */
@Command(
    name = "create",
    description = {
      "Create topics for pipelines to read from. A topic that exists with as many partitions is"
          + " left as it is."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice topics create shop.events --partitions 6",
      "  sluice topics create shop.events audit.events --config retention.ms=604800000"
    })
final class TopicsCreateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of the topics.")
  List<String> names = new ArrayList<>();

  @Option(
      names = {"-p", "--partitions"},
      paramLabel = "N",
      defaultValue = "3",
      description = "Partitions of each. Default: ${DEFAULT-VALUE}.")
  int partitions;

  @Option(
      names = "--replication-factor",
      paramLabel = "N",
      description = "Copies of each partition. Default: what the brokers are set to.")
  @Nullable Short replicationFactor;

  @Option(
      names = "--config",
      paramLabel = "KEY=VALUE",
      description = "A topic setting of Kafka's, e.g. retention.ms=604800000; may be repeated.")
  Map<String, String> configs = new LinkedHashMap<>();

  @Override
  public Integer call() {
    if (partitions < 1) {
      throw new ParameterException(spec.commandLine(), "--partitions: expected at least 1");
    }
    if (replicationFactor != null && replicationFactor < 1) {
      throw new ParameterException(spec.commandLine(), "--replication-factor: expected at least 1");
    }
    LinkedHashSet<String> wanted = new LinkedHashSet<>(names);
    try (Admin admin = connection.connect()) {
      Map<String, Integer> existing = TopicAdmin.partitionCounts(admin, wanted);
      // All are looked at before any is created, so that a refusal leaves nothing behind.
      existing.forEach(this::requireSamePartitions);
      List<NewTopic> missing =
          wanted.stream().filter(name -> !existing.containsKey(name)).map(this::topic).toList();
      TopicAdmin.create(admin, missing);
      tell(wanted, existing);
    }
    return ExitCodes.DONE;
  }

  private void requireSamePartitions(String name, int count) {
    if (count != partitions) {
      throw new UserErrorException(
          "Topic "
              + name
              + " exists with "
              + count
              + " partitions, not "
              + partitions
              + "; nothing was created. Say --partitions "
              + count
              + " to leave it so: a pipeline's state depends on the number.");
    }
  }

  private NewTopic topic(String name) {
    return new NewTopic(name, Optional.of(partitions), Optional.ofNullable(replicationFactor))
        .configs(configs);
  }

  private void tell(LinkedHashSet<String> wanted, Map<String, Integer> existing) {
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, Object>> topics = new ArrayList<>();
    for (String name : wanted) {
      boolean created = !existing.containsKey(name);
      topics.add(Map.of("name", name, "partitions", partitions, "created", created));
      if (!output.json) {
        out.printf(
            created ? "created %s with %d partitions%n" : "%s exists with %d partitions%n",
            name,
            partitions);
      }
    }
    if (output.json) {
      output.printJson(out, topics);
    }
    out.flush();
  }
}
