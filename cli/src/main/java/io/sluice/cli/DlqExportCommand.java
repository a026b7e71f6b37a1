package io.sluice.cli;

import io.sluice.replay.ExportReport;
import io.sluice.replay.LetterExport;
import io.sluice.replay.ReplayException;
import io.sluice.replay.archive.ArchiveException;
import io.sluice.replay.archive.ArchiveFile;
import io.sluice.replay.archive.ArchiveFormat;
import io.sluice.replay.archive.ArchiveWriter;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.LetterContents;
import io.sluice.schema.EventCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies dead letters into a file. */
@Command(
    name = "export",
    description = {
      "Copy dead letters into a file, every byte of key, value and headers. Nothing in Kafka is"
          + " changed.",
      "An Avro container file is the smallest; in JSON Lines people can read the event beside its"
          + " bytes, for which the schema registry is asked.",
      "The file has its name only when it is whole. Letters that have been replayed are left out"
          + " unless --all is given."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq export --file letters.avro",
      "  sluice dlq export --pipeline shop --error MailNotSentException --file letters.jsonl",
      "  sluice dlq export --topic orders-dlt --file - | jq .event"
    })
final class DlqExportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;
  @Mixin ArchiveOptions archive;
  @Mixin LetterChoice choice;

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      defaultValue = "shop",
      description = "The letters of this pipeline, in NAME.dlq. Default: shop.")
  String pipeline;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The letters of this topic, instead of a pipeline's, whoever wrote them.")
  @Nullable String topic;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "At most so many letters.")
  @Nullable Long limit;

  @Option(names = "--all", description = "Letters that have been replayed too.")
  boolean all;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    if (limit != null && limit < 1) {
      throw new UserErrorException("--limit must be at least 1", ExitCodes.WRONG_USAGE);
    }
    ArchiveFormat format = archive.chosen();
    LetterFilter filter = choice.filter(clock);
    DeadLetterTopic from =
        topic == null ? LetterTopics.ofPipeline(pipeline) : new DeadLetterTopic(topic);
    LetterTopics.of(connection).require(List.of(from));
    LetterExport export = new LetterExport(from, filter, all, limit, clock);
    RegistryNote note = new RegistryNote(spec.commandLine().getErr());
    try {
      ExportReport report =
          archive.isStandardOutput()
              ? toStandardOutput(export, note)
              : toFile(export, format, note);
      print(report, note);
      return ExitCodes.DONE;
    } catch (ReplayException | ArchiveException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UserErrorException("Cannot write the letters: " + Failures.fileProblem(e), e);
    }
  }

  private ExportReport toFile(LetterExport export, ArchiveFormat format, RegistryNote note)
      throws IOException {
    try (ArchiveFile file = archive.create(format, note)) {
      ExportReport report = run(export, file);
      file.complete();
      return report;
    }
  }

  private ExportReport toStandardOutput(LetterExport export, RegistryNote note) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    // Not closed: standard output is not ours to close.
    ArchiveWriter letters = ArchiveWriter.jsonLines(out, note);
    ExportReport report = run(export, letters);
    letters.flush();
    if (out.checkError()) {
      throw new UserErrorException("Standard output did not take all letters.");
    }
    return report;
  }

  private ExportReport run(LetterExport export, ArchiveWriter to) {
    try (EventCodec codec = EventCodec.create(connection.registryConfig());
        ExportBar bar = ExportBar.onTerminal()) {
      return export.run(connection.kafkaConfig(), new LetterContents(codec), to, bar);
    }
  }

  private void print(ExportReport report, RegistryNote note) {
    PrintWriter to =
        archive.isStandardOutput() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    String file = archive.isStandardOutput() ? "standard output" : archive.file;
    if (output.json) {
      output.printJson(to, ExportText.json(report, file, !note.wasTold()));
    } else {
      to.println(ExportText.line(report, file));
      to.flush();
    }
  }
}
