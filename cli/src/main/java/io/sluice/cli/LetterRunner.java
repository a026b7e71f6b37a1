package io.sluice.cli;

import io.sluice.cli.LetterJob.Deed;
import io.sluice.replay.ReplayProgress;
import io.sluice.replay.ReplayReport;
import io.sluice.replay.ReplayReport.Ended;
import io.sluice.replay.Verdict.Fate;
import io.sluice.replay.VerdictListener;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import java.io.PrintWriter;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;

/** Rehearses and carries out what a command is to do to dead letters, and tells of it. */
final class LetterRunner {
  private final CommandSpec spec;
  private final ConnectionOptions connection;
  private final OutputOptions output;
  private final EventCodec codec;

  LetterRunner(
      CommandSpec spec, ConnectionOptions connection, OutputOptions output, EventCodec codec) {
    this.spec = spec;
    this.connection = connection;
    this.output = output;
    this.codec = codec;
  }

  /** Tells what would become of each letter; writes nothing. */
  int rehearse(LetterJob job) {
    PrintWriter out = out();
    ReplayReport report;
    if (output.json) {
      StreamedJson json = new StreamedJson(out, "letters");
      report =
          run(
              job,
              ReplayProgress.NONE,
              (letter, verdict) ->
                  json.add(ReplayJson.letter(letter.place(), letter.id(), verdict)));
      json.end(ReplayJson.of(report));
    } else {
      VerdictTable table = new VerdictTable();
      report = run(job, ReplayProgress.NONE, table);
      table.print(out);
      ReplayText.print(out, job.deed(), report);
    }
    return report.count(Fate.REFUSE) == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  /**
   * Asks on the terminal, with the numbers of a rehearsal.
   *
   * @return the exit code when the command is over: nothing is to be done, or it was not wanted;
   *     empty when it is to be done
   */
  OptionalInt ask(LetterJob rehearsal, Mandate mandate) {
    ReplayReport rehearsed = run(rehearsal, ReplayProgress.NONE, VerdictListener.NONE);
    Deed deed = rehearsal.deed();
    if (rehearsed.handled() == 0) {
      print(deed, rehearsed);
      return OptionalInt.of(ExitCodes.DONE);
    }
    return mandate.agreed(ReplayText.question(deed, rehearsed), "Nothing was " + deed.did + ".")
        ? OptionalInt.empty()
        : OptionalInt.of(ExitCodes.FAILED);
  }

  /** Does it, until it is done or a signal stops it. */
  int carryOut(LetterJob job) {
    StopSignal.install().thenRun(job.stop());
    ReplayReport report;
    int width = spec.usageMessage().width();
    try (ReplayBar bar = ReplayBar.onTerminal(job.deed().does, job.most(), width)) {
      report = run(job, bar, VerdictListener.NONE);
    }
    print(job.deed(), report);
    boolean whole = report.ended() != Ended.STOPPED && report.count(Fate.REFUSE) == 0;
    return whole ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private ReplayReport run(LetterJob job, ReplayProgress progress, VerdictListener verdicts) {
    return job.work().run(connection.kafkaConfig(), codec, progress, verdicts);
  }

  private void print(Deed deed, ReplayReport report) {
    PrintWriter out = out();
    if (output.json) {
      output.printJson(out, ReplayJson.of(report));
      return;
    }
    ReplayText.print(out, deed, report);
    if (report.handled() > 0 && !report.dryRun()) {
      out.println(seeAudit(report.topic(), report.run()));
    }
    if (report.ended() == Ended.STOPPED) {
      out.println("stopped before the end; this goes on with the letters that are left:");
      out.println("  " + CommandText.of(spec));
    }
    out.flush();
  }

  /** How to look up what a run did; one line, without its end. */
  static String seeAudit(DeadLetterTopic topic, String run) {
    String source =
        topic
            .pipeline()
            .filter(pipeline -> topic.name().equals(pipeline + ".dlq"))
            .map(pipeline -> "--pipeline " + pipeline)
            .orElse("--topic " + topic.name());
    return "run " + run + "; all about it: sluice dlq audit " + source + " " + run;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
