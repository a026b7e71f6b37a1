package io.sluice.bench;

import io.sluice.bench.contestant.SluiceKeys;
import io.sluice.bench.measure.Profile;
import io.sluice.bench.process.Children;
import io.sluice.bench.process.RunningServers;
import io.sluice.bench.report.ContestantResult;
import io.sluice.bench.report.Outcome;
import io.sluice.bench.report.RunResult;
import io.sluice.bench.report.WorkloadResult;
import io.sluice.bench.topic.Topics;
import io.sluice.bench.workload.Description;
import io.sluice.bench.workload.Entry;
import io.sluice.bench.workload.Site;
import io.sluice.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs what was selected, workload by workload, contestants in turn. */
final class BenchRun {
  private final Selection selection;
  private final List<String> javaOptions;
  private final Runs runs;
  private final Output output;
  private final Clock clock;

  BenchRun(Selection selection, List<String> javaOptions, Runs runs, Output output, Clock clock) {
    this.selection = selection;
    this.javaOptions = javaOptions;
    this.runs = runs;
    this.output = output;
    this.clock = clock;
  }

  List<WorkloadResult> run(Goals goals) throws Exception {
    WorkFolder folder =
        WorkFolder.make(goals.keepsData() ? WorkFolder.Kept.ALL : WorkFolder.Kept.NOTHING);
    Children children = new Children(folder.logs(), javaOptions);
    folder.goWith(children);
    List<WorkloadResult> found = new ArrayList<>();
    try (RunningServers running = RunningServers.start(children, folder.broker())) {
      Site site = new Site(running.servers(), children, folder.runs(), new SluiceKeys(), clock);
      for (Selection.Chosen chosen : selection.chosen()) {
        WorkloadResult result = run(site, chosen, goals.flameGraphs());
        output.found(result);
        Path results = goals.results();
        if (results != null) {
          output.write(results, result, goals.profiles() ? "-profiled" : "");
        }
        found.add(result);
      }
      if (!found.stream().allMatch(WorkloadResult::isCorrect)) {
        folder.keepLogs();
      }
    } catch (Exception e) {
      folder.keepLogs();
      throw e;
    } finally {
      if (!folder.farewell().isEmpty()) {
        output.say(folder.farewell());
      }
    }
    return found;
  }

  private WorkloadResult run(Site site, Selection.Chosen chosen, @Nullable FlameGraphs flameGraphs)
      throws Exception {
    Workload workload = chosen.workload();
    Description description = workload.description();
    output.say(description.id() + "  " + description.title());
    workload.prepare(site);
    Map<Entry, List<RunResult>> results = new LinkedHashMap<>();
    chosen.entries().forEach(entry -> results.put(entry, new ArrayList<>()));
    int times = runs.of(workload);
    for (int i = 1; i <= times; i++) {
      for (Map.Entry<Entry, List<RunResult>> one : results.entrySet()) {
        Instant begin = clock.instant();
        RunResult result =
            flameGraphs == null
                ? run(site, workload, one.getKey(), i)
                : profiled(site, chosen.workload(), one.getKey(), i, flameGraphs);
        long seconds = Duration.between(begin, clock.instant()).toSeconds();
        output.ran(
            "run " + i + "/" + times + ", " + seconds + " s, " + one.getKey().title(),
            result,
            description.measures());
        one.getValue().add(result);
      }
    }
    return result(description, results, flameGraphs != null);
  }

  private static WorkloadResult result(
      Description description, Map<Entry, List<RunResult>> results, boolean profiled) {
    String mark = profiled ? ", profiled" : "";
    List<ContestantResult> contestants = new ArrayList<>();
    results.forEach(
        (entry, all) ->
            contestants.add(new ContestantResult(entry.id(), entry.title() + mark, all)));
    return new WorkloadResult(
        description.id(),
        description.title() + mark,
        description.legend(),
        description.measures(),
        contestants);
  }

  private RunResult profiled(
      Site site, Workload workload, Entry entry, int number, FlameGraphs flameGraphs)
      throws IOException, InterruptedException {
    Path recording = site.folder().resolve("profile.jfr");
    Files.deleteIfExists(recording);
    Files.createDirectories(site.folder());
    RunResult result =
        run(site.withJavaOptions(Profile.javaOptions(recording)), workload, entry, number);
    if (Files.exists(recording)) {
      output.say(
          "  flame graph: "
              + flameGraphs.draw(recording, workload.description().id(), entry.id(), number));
    }
    return result;
  }

  private static RunResult run(Site site, Workload workload, Entry entry, int number)
      throws IOException, InterruptedException {
    Optional<String> obstacle = entry.obstacle(site.keys());
    if (obstacle.isPresent()) {
      return RunResult.without(Outcome.NOT_AVAILABLE, obstacle.get());
    }
    String name =
        workload.description().id().toLowerCase(Locale.ROOT) + "-" + entry.id() + "-run" + number;
    try (Topics topics = new Topics(site.servers().bootstrapServers())) {
      RunResult result = workload.run(site, entry, name);
      topics.deleteAllOf(name);
      Folder.delete(site.folder().resolve(name));
      return result;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return RunResult.without(Outcome.FAILED, e.toString());
    }
  }
}
