package io.sluice.bench.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.bench.contestant.SluiceKeys;
import io.sluice.bench.contestant.Surroundings;
import io.sluice.bench.measure.Assignment;
import io.sluice.bench.measure.ContestantProcess;
import io.sluice.bench.measure.ParentLink;
import io.sluice.bench.measure.Report;
import io.sluice.bench.process.Child;
import io.sluice.bench.process.Children;
import io.sluice.bench.report.Outcome;
import io.sluice.bench.report.RunResult;
import io.sluice.bench.topic.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where runs take place.
 *
 * @param folder for files of contestants
 * @param keys which settings this build of Sluice takes
 */
public record Site(Servers servers, Children children, Path folder, SluiceKeys keys, Clock clock) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How much longer than its own limit a process may take to start and to stop. */
  private static final Duration AROUND = Duration.ofSeconds(60);

  private static final Duration FAREWELL = Duration.ofSeconds(40);

  /** The same for contestants with more options of Java. */
  public Site withJavaOptions(List<String> options) {
    return new Site(servers, children.with(options), folder, keys, clock);
  }

  /** What a contestant is started with. */
  Surroundings surroundings(Entry entry, List<String> topics, String run, Map<String, String> more)
      throws IOException {
    Map<String, String> settings = entry.settingsFor(keys);
    settings.putAll(more);
    Path own = Files.createDirectories(folder.resolve(run));
    return new Surroundings(servers, topics, run, own, settings);
  }

  /** Starts a contestant's process and gives it its assignment. */
  Child start(Entry entry, Assignment assignment) throws IOException {
    Child child =
        children.start(
            entry.jdk().orElseThrow(),
            ContestantProcess.class,
            assignment.surroundings().run(),
            List.of());
    child.say(JSON.writeValueAsString(assignment));
    return child;
  }

  /** What the process found; a failure when it ended or its time did. */
  RunResult result(Child child, Assignment assignment) throws IOException, InterruptedException {
    Duration limit = Duration.ofSeconds(assignment.limitSeconds()).plus(AROUND);
    Optional<String> said = child.hear(ParentLink.REPORT, limit);
    if (said.isEmpty()) {
      return child.isAlive()
          ? RunResult.without(Outcome.DID_NOT_FINISH, "killed after " + limit.toSeconds() + " s")
          : RunResult.without(
              Outcome.FAILED, "its process ended; see " + assignment.surroundings().run() + ".log");
    }
    return result(said.get());
  }

  /** Starts a process, takes its result, and sees it off. */
  RunResult measure(Entry entry, Assignment assignment) throws IOException, InterruptedException {
    try (Child child = start(entry, assignment)) {
      return lastResult(child, assignment);
    }
  }

  /** Takes the result of a process that ends by itself then, and sees it off. */
  RunResult lastResult(Child child, Assignment assignment)
      throws IOException, InterruptedException {
    RunResult result = result(child, assignment);
    if (result.outcome() != Outcome.DID_NOT_FINISH) {
      child.awaitEnd(FAREWELL);
    }
    return result;
  }

  /** Tells a process that stays to stop, and waits for it. */
  void stop(Child child) throws IOException, InterruptedException {
    child.say(ParentLink.STOP);
    child.awaitEnd(FAREWELL);
  }

  /** What is in a report. */
  static RunResult result(String said) throws JsonProcessingException {
    Report report = JSON.readValue(said, Report.class);
    Outcome outcome =
        !report.inTime()
            ? Outcome.DID_NOT_FINISH
            : report.problems().isEmpty() ? Outcome.OK : Outcome.FAILED;
    return new RunResult(outcome, report.figures(), report.problems());
  }
}
