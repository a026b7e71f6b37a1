package io.sluice.bench.workload;

import io.sluice.bench.measure.Assignment;
import io.sluice.bench.measure.Program;
import io.sluice.bench.report.RunResult;
import io.sluice.bench.topic.Input;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A topic that is filled once and that every contestant reads from the beginning.
 *
 * @param limit of a run
 */
record PreloadedWorkload(Description description, Input input, List<Entry> entries, Duration limit)
    implements Workload {

  @Override
  public void prepare(Site site) throws Exception {
    input.write(site.servers(), site.clock());
  }

  @Override
  public RunResult run(Site site, Entry entry, String run) throws Exception {
    return site.measure(
        entry,
        new Assignment(
            Program.DRAIN,
            entry.kind(),
            site.surroundings(entry, List.of(input.topic()), run, Map.of()),
            input,
            entry.task(),
            limit.toSeconds()));
  }
}
