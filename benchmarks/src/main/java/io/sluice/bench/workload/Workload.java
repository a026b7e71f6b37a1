package io.sluice.bench.workload;

import io.sluice.bench.report.RunResult;
import java.util.List;

/** Something to measure contestants with. */
public interface Workload {
  /** What it is. */
  Description description();

  /** Who is measured, the first one being what the others are compared with. */
  List<Entry> entries();

  /** Whether it is run only when asked for by its name, and then once unless told otherwise. */
  default boolean isOnRequest() {
    return false;
  }

  /** Puts on topics what all runs read. */
  void prepare(Site site) throws Exception;

  /**
   * Measures one contestant once.
   *
   * @param run a name that no other run has, and that is in the names of all its topics
   */
  RunResult run(Site site, Entry entry, String run) throws Exception;
}
