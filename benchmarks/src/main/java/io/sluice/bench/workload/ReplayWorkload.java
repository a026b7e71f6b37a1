package io.sluice.bench.workload;

import io.sluice.bench.measure.Assignment;
import io.sluice.bench.measure.Program;
import io.sluice.bench.report.RunResult;
import io.sluice.bench.topic.Input;
import io.sluice.bench.topic.Letters;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Dead letters to move back; filled for each run, since a letter that was moved is not moved again.
 *
 * @param limit of a run
 */
record ReplayWorkload(Description description, Input letters, List<Entry> entries, Duration limit)
    implements Workload {

  @Override
  public void prepare(Site site) {}

  @Override
  public RunResult run(Site site, Entry entry, String run) throws Exception {
    Letters writing = new Letters(site.servers(), site.clock());
    writing.write(Letters.warmUpPipeline(run), letters.warmUp());
    writing.write(run, letters.events());
    return site.measure(
        entry,
        new Assignment(
            Program.REPLAY,
            entry.kind(),
            site.surroundings(entry, List.of(), run, Map.of()),
            letters,
            entry.task(),
            limit.toSeconds()));
  }
}
