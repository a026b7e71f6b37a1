package io.sluice.bench.workload;

import io.sluice.bench.measure.Assignment;
import io.sluice.bench.measure.Program;
import io.sluice.bench.report.RunResult;
import io.sluice.bench.topic.Input;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Events that are published while the contestant runs, on a topic of the run's own.
 *
 * @param settings of the publishing
 * @param limit of a run
 */
record LiveWorkload(
    Description description,
    Program program,
    Input input,
    Map<String, String> settings,
    List<Entry> entries,
    Duration limit)
    implements Workload {

  @Override
  public void prepare(Site site) {}

  @Override
  public RunResult run(Site site, Entry entry, String run) throws Exception {
    Input own = input.on(run + "." + input.topic());
    return site.measure(
        entry,
        new Assignment(
            program,
            entry.kind(),
            site.surroundings(entry, List.of(own.topic()), run, settings),
            own,
            entry.task(),
            limit.toSeconds()));
  }
}
