package io.sluice.cli;

import io.sluice.producer.EventPublisher;
import io.sluice.producer.PublishFailedException;
import io.sluice.producer.PublishReceipt;
import io.sluice.producer.Publisher;
import io.sluice.schema.PayloadMismatchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes one event from the command line, or each line of a file. */
@Command(
    name = "publish",
    description = "Publish one event, or a file of them.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice publish --type user.welcome_email --key usr_456 \\",
      "      --data '{\"user_id\":\"usr_456\",\"email\":\"alice@example.com\"}'",
      "  sluice publish --type report.monthly --data @report.json --delay 5m",
      "  sluice publish --file events.jsonl --dry-run",
      "  zcat events.jsonl.gz | sluice publish --file - --json",
      "",
      "A file that ends in .yaml or .yml is a workflow: see sluice workflow publish --help.",
      "A line of any other file is a JSON object with type and data, and as you need them",
      "id, key, correlation_id, causation_id, source, timestamp, delay, at, expires, labels.",
      "A file whose lines have ids can be published again safely: what is there already",
      "is dropped as a duplicate.",
      "",
      "Exit codes: 0 all published, 1 some refused or failed, 2 wrong usage."
    })
final class PublishCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;

  @ArgGroup(exclusive = true, multiplicity = "1")
  Input input = new Input();

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      defaultValue = "shop.events",
      description = "Topic to publish to; it must exist. Default: ${DEFAULT-VALUE}.")
  String topic;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      defaultValue = "sluice-cli",
      description = "Name of the publishing service. Default: ${DEFAULT-VALUE}.")
  String source;

  @Option(
      names = "--dry-run",
      description = "Check everything against the registry; send nothing, register nothing.")
  boolean dryRun;

  @Option(names = "--strict", description = "With --file: stop at the first bad line.")
  boolean strict;

  /** Either a file or the options of one event. */
  static final class Input {
    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        description = "JSON Lines, an event a line, or a workflow's YAML; - is standard input.")
    @Nullable String file;

    @ArgGroup(exclusive = false)
    @Nullable DraftOptions draft;
  }

  @Override
  public Integer call() throws IOException {
    if (input.draft != null) {
      var draft = input.draft.draft();
      return withPublisher(publisher -> publishOne(publisher.publish(draft)::join));
    }
    String file = String.valueOf(input.file);
    if (file.endsWith(".yaml") || file.endsWith(".yml")) {
      return publishWorkflow(file);
    }
    try (InputStream in = open(file)) {
      return withPublisher(publisher -> publishLines(publisher, file, in));
    }
  }

  private int publishWorkflow(String file) {
    if (strict) {
      throw notOfAWorkflow(
          "--strict", file, "which is published all of it or nothing", "leave --strict out");
    }
    if (spec.commandLine().getParseResult().hasMatchedOption("--topic")) {
      throw notOfAWorkflow(
          "--topic", file, "which goes to the pipeline that it names", "leave --topic out");
    }
    return new WorkflowPublishing(
            connection, output, source, dryRun, "`sluice workflow publish --pipeline NAME`")
        .publish(file, null, spec.commandLine().getOut());
  }

  private static UserErrorException notOfAWorkflow(
      String option, String file, String why, String instead) {
    return new UserErrorException(
        option + ": " + file + " is a workflow, " + why + "; " + instead, ExitCodes.WRONG_USAGE);
  }

  private interface Work {
    int with(Publisher publisher) throws IOException;
  }

  private int withPublisher(Work work) throws IOException {
    if (dryRun) {
      try (DryRunPublisher publisher =
          new DryRunPublisher(topic, source, connection.registryConfig(), Clock.systemUTC())) {
        return work.with(publisher);
      }
    }
    try (Admin admin = connection.connect()) {
      TopicAdmin.requireTopic(admin, topic);
    }
    try (EventPublisher publisher = publisher()) {
      return work.with(publisher);
    }
  }

  private EventPublisher publisher() {
    try {
      return EventPublisher.builder()
          .topic(topic)
          .source(source)
          .config(connection.allConfig())
          .build();
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), ExitCodes.WRONG_USAGE);
    }
  }

  private int publishOne(Supplier<PublishReceipt> result) {
    try {
      print(result.get());
      return ExitCodes.DONE;
    } catch (CompletionException e) {
      if (e.getCause() instanceof PayloadMismatchException mismatch) {
        throw new UserErrorException("--data: " + mismatch.getMessage());
      }
      if (e.getCause() instanceof PublishFailedException failed) {
        throw new UserErrorException(String.valueOf(failed.getMessage()), failed);
      }
      throw e;
    }
  }

  private int publishLines(Publisher publisher, String file, InputStream in) throws IOException {
    String name = file.equals("-") ? "<stdin>" : file;
    LinePublishing publishing;
    try (JsonLines lines = new JsonLines(in);
        ReadingProgress progress = progress(file)) {
      publishing = new LinePublishing(publisher, name, strict, new Telling(progress));
      publishing.run(lines);
    }
    summary(name, publishing.tally(), publishing.stoppedEarly());
    return publishing.tally().isClean() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private final class Telling implements LinePublishing.Listener {
    private final ReadingProgress progress;

    Telling(ReadingProgress progress) {
      this.progress = progress;
    }

    @Override
    public void read(JsonLines.Line line) {
      progress.read(line);
    }

    @Override
    public void published(PublishReceipt receipt) {
      if (output.json) {
        output.printJsonLine(spec.commandLine().getOut(), json(receipt));
      }
    }

    @Override
    public void complaint(String message) {
      progress.print(spec.commandLine().getErr(), message);
    }
  }

  private void summary(String name, PublishTally tally, boolean stopped) {
    var err = spec.commandLine().getErr();
    spec.commandLine().getOut().flush();
    err.printf(
        "%s: %s %d, refused %d, failed %d%s%n",
        name,
        dryRun ? "dry run, nothing was sent: valid" : "published",
        tally.published(),
        tally.refused(),
        tally.failed(),
        stopped ? "; stopped there, later lines were not read" : "");
    if (tally.withoutId() > 0) {
      err.printf(
          "%d of these lines have no id: publishing the file again would publish them twice%n",
          tally.withoutId());
    } else if (tally.published() > 0 && !tally.isClean() && !dryRun) {
      err.println("every published line has an id: once mended, the file can be published again");
    }
    err.flush();
  }

  private void print(PublishReceipt receipt) {
    var out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, json(receipt));
    } else if (dryRun) {
      out.printf("valid: %s for %s; nothing was sent%n", receipt.id(), receipt.topic());
    } else {
      out.printf(
          "published %s to %s, partition %d, offset %d%n",
          receipt.id(), receipt.topic(), receipt.partition(), receipt.offset());
    }
    out.flush();
  }

  private Map<String, Object> json(PublishReceipt receipt) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", receipt.id());
    json.put("topic", receipt.topic());
    if (dryRun) {
      json.put("dry_run", true);
    } else {
      json.put("partition", receipt.partition());
      json.put("offset", receipt.offset());
    }
    json.put("timestamp", receipt.timestamp().toString());
    return json;
  }

  private static ReadingProgress progress(String file) throws IOException {
    if (!Terminal.showsStandardError()) {
      return ReadingProgress.none();
    }
    boolean sized = !file.equals("-") && Files.isRegularFile(Path.of(file));
    return ReadingProgress.onTerminal("publishing", sized ? Files.size(Path.of(file)) : -1);
  }

  private static InputStream open(String file) {
    try {
      return file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
    } catch (IOException e) {
      throw new UserErrorException(
          "--file " + file + ": " + Failures.fileProblem(e), ExitCodes.WRONG_USAGE);
    }
  }
}
