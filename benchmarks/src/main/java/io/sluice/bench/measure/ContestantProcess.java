package io.sluice.bench.measure;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A contestant's process: takes one assignment, measures, reports, ends. */
public final class ContestantProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ContestantProcess.class);

  private ContestantProcess() {}

  /** Without arguments: what to do comes by standard input. */
  public static void main(String[] args) throws Exception {
    ParentLink parent = new ParentLink();
    Assignment assignment = parent.receive();
    int exit = 0;
    try {
      assignment
          .program()
          .measurement()
          .measure(assignment, Profile.wanted(), parent, Clock.systemUTC());
    } catch (Exception | LinkageError e) {
      LOG.error("the run failed", e);
      parent.report(Report.failed(String.valueOf(e)));
      exit = 1;
    }
    // Not left to the threads of libraries, some of which are not daemons.
    Runtime.getRuntime().halt(exit);
  }
}
