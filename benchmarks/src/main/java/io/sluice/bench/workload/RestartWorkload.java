package io.sluice.bench.workload;

import io.sluice.bench.measure.Assignment;
import io.sluice.bench.measure.FillMeasurement;
import io.sluice.bench.measure.Program;
import io.sluice.bench.measure.RestartMeasurement;
import io.sluice.bench.process.Child;
import io.sluice.bench.report.Outcome;
import io.sluice.bench.report.RunResult;
import io.sluice.bench.topic.EventMaker;
import io.sluice.bench.topic.Input;
import io.sluice.bench.topic.Sending;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pipeline with much state is stopped and started again: first in peace, then after {@code kill
 * -9}.
 *
 * @param delayed how many events wait in the delay store
 * @param limit of each of the three processes
 */
record RestartWorkload(
    Description description, Input input, int delayed, List<Entry> entries, Duration limit)
    implements Workload {

  @Override
  public void prepare(Site site) throws Exception {
    input.write(site.servers(), site.clock());
  }

  @Override
  public RunResult run(Site site, Entry entry, String run) throws Exception {
    RunResult filled = fill(site, entry, run);
    if (filled.outcome() != Outcome.OK) {
      return filled;
    }
    Map<String, Double> figures = new HashMap<>();
    for (Ending ending : Ending.values()) {
      // The clean one is also the one that is killed then.
      RunResult restarted = restart(site, entry, run, ending);
      if (restarted.outcome() != Outcome.OK) {
        return restarted;
      }
      figures.putAll(restarted.figures());
    }
    return new RunResult(Outcome.OK, figures, List.of());
  }

  /** How the process before ended. */
  private enum Ending {
    CLEAN("after_stop_seconds"),
    KILLED("after_kill_seconds");

    private final String figure;

    Ending(String figure) {
      this.figure = figure;
    }
  }

  private RunResult fill(Site site, Entry entry, String run)
      throws IOException, InterruptedException {
    Assignment assignment =
        assignment(
            site,
            entry,
            run,
            Program.FILL,
            Map.of(FillMeasurement.DELAYED, Integer.toString(delayed)));
    try (Child child = site.start(entry, assignment)) {
      RunResult result = site.result(child, assignment);
      if (result.outcome() == Outcome.OK) {
        site.stop(child);
      }
      return result;
    }
  }

  private RunResult restart(Site site, Entry entry, String run, Ending before)
      throws IOException, InterruptedException {
    int probe = before.ordinal();
    writeProbe(site, probeTopic(run), RestartMeasurement.FIRST_PROBE + probe);
    Assignment assignment =
        assignment(
            site,
            entry,
            run,
            Program.RESTART,
            Map.of(RestartMeasurement.PROBE, Integer.toString(probe)));
    long begin = site.clock().millis();
    try (Child child = site.start(entry, assignment)) {
      RunResult result = site.result(child, assignment);
      if (result.outcome() != Outcome.OK) {
        return result;
      }
      child.kill();
      double handledAt = result.figures().getOrDefault(RestartMeasurement.HANDLED_AT, 0.0);
      return new RunResult(
          Outcome.OK, Map.of(before.figure, (handledAt - begin) / 1_000), List.of());
    }
  }

  private Assignment assignment(
      Site site, Entry entry, String run, Program program, Map<String, String> settings)
      throws IOException {
    return new Assignment(
        program,
        entry.kind(),
        site.surroundings(entry, List.of(input.topic(), probeTopic(run)), run, settings),
        input,
        entry.task(),
        limit.toSeconds());
  }

  private static String probeTopic(String run) {
    return run + ".probes";
  }

  private static void writeProbe(Site site, String topic, long sequence) {
    try (EventMaker maker = new EventMaker(site.servers().registryUrl(), site.clock());
        Sending sending = Sending.atOnce(site.servers().bootstrapServers())) {
      sending.send(topic, maker.make(topic, sequence, null));
      sending.flush();
    }
  }
}
