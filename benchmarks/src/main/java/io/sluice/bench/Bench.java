package io.sluice.bench;

import io.sluice.bench.process.Children;
import io.sluice.bench.report.Machine;
import io.sluice.bench.report.WorkloadResult;
import io.sluice.bench.workload.Scale;
import io.sluice.bench.workload.Workloads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code sluice bench}. */
@Command(
    name = "sluice bench",
    description = {
      "Measure Sluice and what you might use instead on this machine, with a broker and a registry"
          + " of its own on 127.0.0.1. Each contestant runs in a process of its own on the same"
          + " topic, in turn; the table shows medians.",
      "Takes an hour or two in full; results also go to benchmarks/results as JSON."
    },
    sortOptions = false,
    footerHeading = "%nWorkloads:%n",
    footer = {
      "  W1  the handler does nothing",
      "  W2  the handler waits 10 ms",
      "  W3  a tenth of the events fail once, and are retried after 1 s",
      "  W4  latency at 100 events/s",
      "  W5  how late delayed events run; W5m: a million of them",
      "  W6  order: what other keys do while heads of keys fail",
      "  W7  replay of dead letters",
      "  W8  restart with much state, after a clean stop and after kill -9",
      "  soak  memory over ten minutes with a heap of 512 MB; only when named in --only",
      "",
      "Contestants: sluice, streams, consumer, spring, parallel; --list shows their variants.",
      "",
      "Examples:",
      "  sluice bench --quick        is everything correct? under 5 minutes",
      "  sluice bench --only W1,W2   two workloads in full",
      "  sluice bench --only W1 --contestants sluice,streams --runs 1",
      "  sluice bench --only W1 --contestants sluice --runs 1 --profile",
      "  sluice bench --only soak --soak-minutes 60",
      "  sluice bench --jmh Codec    micro-benchmarks, with what they allocate",
      "",
      "Exit codes: 0 done, 1 a run was not correct or did not finish, 2 wrong usage."
    })
public final class Bench implements Callable<Integer> {
  private static final int USAGE = 2;

  /** What is counted stays an int, at 20,000 events/s. */
  private static final int LONGEST_SOAK_MINUTES = 24 * 60;

  @Option(
      names = "--quick",
      description = "Small counts and one run each: shows that nothing is lost, not how fast.")
  boolean quick;

  @Option(names = "--only", split = ",", paramLabel = "W1", description = "These workloads only.")
  List<String> only = List.of();

  @Option(
      names = "--contestants",
      split = ",",
      paramLabel = "NAME",
      description = "These contestants only; a family's name means all of it.")
  List<String> contestants = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Runs of each contestant; 3 unless set, 1 with --quick and of a soak.")
  @Nullable Integer runs;

  @Option(
      names = "--soak-minutes",
      paramLabel = "N",
      description = "How long the soak takes; 10 unless set, 20 s with --quick.")
  @Nullable Integer soakMinutes;

  @Option(names = "--json", description = "Print the results as JSON instead of tables.")
  boolean json;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "Where result files go; benchmarks/results unless set. None with --quick.")
  Path results = ProjectFolder.path("benchmarks", "results");

  @Option(
      names = "--profile",
      arity = "0..1",
      paramLabel = "FILE.html",
      fallbackValue = "",
      description = {
        "Record by JFR what counts of every run, and draw a flame graph beside the results;",
        "a FILE for one workload and one contestant only. Figures of such runs are marked."
      })
  @Nullable String profile;

  @Option(
      names = "--keep",
      description = "Keep the data of broker and contestants, and say where it is.")
  boolean keep;

  @Option(names = "--list", description = "List workloads and contestants, and run none.")
  boolean list;

  @Option(
      names = "--jmh",
      arity = "0..1",
      paramLabel = "REGEX",
      fallbackValue = ".*",
      description = "Run the JMH benchmarks whose names match (all of them without REGEX).")
  @Nullable String jmh;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec CommandSpec spec;

  private Bench() {}

  /** Runs the benchmark and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, for {@link #main} and for tests. */
  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Bench::refuse)
        .setExecutionExceptionHandler(Bench::fail);
  }

  @Override
  public Integer call() throws Exception {
    if (jmh != null) {
      return new JmhRun(jmh, quick).run();
    }
    if (runs != null && runs < 1) {
      throw new ParameterException(spec.commandLine(), "--runs must be 1 or more, found " + runs);
    }
    if (soakMinutes != null && (soakMinutes < 1 || soakMinutes > LONGEST_SOAK_MINUTES)) {
      throw new ParameterException(
          spec.commandLine(),
          "--soak-minutes must be from 1 to " + LONGEST_SOAK_MINUTES + ", found " + soakMinutes);
    }
    Selection selection = selection();
    Goals goals = new Goals(keep, quick ? null : results, flameGraphs(selection));
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      out.print(selection.listing());
      out.flush();
      return 0;
    }
    List<String> options = quick ? Children.QUICK_OPTIONS : Children.JAVA_OPTIONS;
    Machine machine = Machine.here(options, ProjectFolder.path(""));
    Output output = new Output(out, spec.commandLine().getErr(), machine, json);
    output.begin();
    List<WorkloadResult> found =
        new BenchRun(selection, options, new Runs(runs, quick ? 1 : 3), output, Clock.systemUTC())
            .run(goals);
    output.end(found);
    return found.stream().allMatch(WorkloadResult::isCorrect) ? 0 : 1;
  }

  private Selection selection() {
    Scale scale = quick ? Scale.QUICK : Scale.FULL;
    try {
      return Selection.of(Workloads.of(scale, soakTime()), only, contestants);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private @Nullable FlameGraphs flameGraphs(Selection selection) {
    if (profile == null) {
      return null;
    }
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    if (profile.isEmpty()) {
      return new FlameGraphs(results, null, today);
    }
    if (selection.chosen().size() > 1 || selection.chosen().get(0).entries().size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--profile "
              + profile
              + ": one file is for one workload with one contestant; choose with --only and"
              + " --contestants, or leave the file out");
    }
    return new FlameGraphs(results, Path.of(profile), today);
  }

  private Duration soakTime() {
    if (soakMinutes != null) {
      return Duration.ofMinutes(soakMinutes);
    }
    return quick ? Duration.ofSeconds(20) : Duration.ofMinutes(10);
  }

  private static int refuse(ParameterException e, String[] args) {
    e.getCommandLine().getErr().println("sluice bench: " + e.getMessage());
    return USAGE;
  }

  private static int fail(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    command.getErr().println("sluice bench: " + e);
    return 1;
  }
}
