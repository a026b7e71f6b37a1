package io.sluice.cli;

import io.sluice.replay.LetterImport;
import io.sluice.replay.LetterImport.Report;
import io.sluice.replay.Operator;
import io.sluice.replay.archive.ArchiveException;
import io.sluice.replay.archive.ArchiveReader;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts dead letters of a file into a topic. */
@Command(
    name = "import",
    description = {
      "Put the dead letters of a file that `sluice dlq export` has written into a dead-letter topic,"
          + " every byte of key, value and headers as it was. What format the file has, it tells"
          + " itself. The topic's retention counts from now.",
      "A letter that the topic holds already is not put there again, so an import that was broken"
          + " off, or is run twice, adds only what is missing. Of a file that is damaged, the"
          + " letters before the damage are imported.",
      "On a terminal it asks first, unless --yes is given; in a script it does not ask, and needs a"
          + " --reason."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice dlq import letters.avro --pipeline shop --dry-run",
      "  sluice dlq import letters.jsonl.gz --topic orders-dlt --reason 'moved to this cluster'"
    })
final class DlqImportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConnectionOptions connection;
  @Mixin OutputOptions output;
  @Mixin LetterSource target;
  @Mixin Mandate mandate;

  @Parameters(paramLabel = "FILE", description = "The file: FILE.avro, FILE.jsonl, FILE.jsonl.gz.")
  Path file;

  @Option(names = "--dry-run", description = "Tell what would be imported; write nothing.")
  boolean dryRun;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    if (!dryRun) {
      mandate.require();
    }
    open().close();
    DeadLetterTopic to = target.require(connection);
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      if (dryRun) {
        print(to, rehearse(to, codec), true);
        return ExitCodes.DONE;
      }
      if (mandate.asks()) {
        Report rehearsed = rehearse(to, codec);
        if (rehearsed.imported() == 0) {
          print(to, rehearsed, false);
          return ExitCodes.DONE;
        }
        if (!mandate.agreed(ImportText.question(to, rehearsed), "Nothing was imported.")) {
          return ExitCodes.FAILED;
        }
      }
      Report report = carryOut(to, mandate.operator(), codec);
      print(to, report, false);
      return report.stopped() ? ExitCodes.FAILED : ExitCodes.DONE;
    }
  }

  private Report rehearse(DeadLetterTopic to, EventCodec codec) {
    return run(new LetterImport(to, mandate.onlooker(), true, clock), codec);
  }

  private Report carryOut(DeadLetterTopic to, Operator operator, EventCodec codec) {
    LetterImport imports = new LetterImport(to, operator, false, clock);
    StopSignal.install().thenRun(imports::stop);
    return run(imports, codec);
  }

  private Report run(LetterImport imports, EventCodec codec) {
    try (ArchiveReader letters = open()) {
      return imports.run(connection.kafkaConfig(), codec, letters);
    }
  }

  private ArchiveReader open() {
    try {
      return ArchiveReader.open(file);
    } catch (ArchiveException e) {
      throw new UserErrorException(PlainText.line(e.getMessage()), e);
    }
  }

  private void print(DeadLetterTopic to, Report report, boolean rehearsed) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.json) {
      output.printJson(out, ImportText.json(to, file, report, rehearsed));
      return;
    }
    out.println(ImportText.line(to, report, rehearsed));
    if (rehearsed) {
      out.println("nothing was written");
    } else if (report.imported() > 0) {
      out.println(LetterRunner.seeAudit(to, report.run()));
    }
    if (report.stopped()) {
      out.println("stopped before the end; this goes on with the letters that are left:");
      out.println("  " + CommandText.of(spec));
    }
    out.flush();
  }
}
