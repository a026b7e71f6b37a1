package io.sluice.bench.workload;

import io.sluice.bench.measure.Assignment;
import io.sluice.bench.measure.ParentLink;
import io.sluice.bench.measure.Program;
import io.sluice.bench.measure.SoakMeasurement;
import io.sluice.bench.process.Child;
import io.sluice.bench.report.Outcome;
import io.sluice.bench.report.RunResult;
import io.sluice.bench.topic.EventMaker;
import io.sluice.bench.topic.Input;
import io.sluice.bench.topic.Sending;
import io.sluice.bench.topic.Topics;
import io.sluice.schema.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Events that are published for long, by this process, to a contestant with a small heap; does the
 * heap stay flat?
 *
 * @param input its count is what the rate makes in that time; fewer are published where the
 *     contestant does not keep up
 * @param eventsPerSecond at most
 * @param time of publishing
 */
record SoakWorkload(
    Description description, Input input, int eventsPerSecond, Duration time, List<Entry> entries)
    implements Workload {
  private static final List<String> SMALL_HEAP =
      List.of(
          "-Xms512m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-XX:+DisplayVMOutputToStderr");

  /** The exit code of a Java that was told to exit then. */
  private static final int OUT_OF_MEMORY = 3;

  /** Of each of the topics that the events are on, and that tell what became of them. */
  private static final Map<String, String> BOUNDS =
      Map.of(
          TopicConfig.RETENTION_BYTES_CONFIG,
          Long.toString(1024L * 1024 * 1024 / Topics.PARTITIONS),
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(32 * 1024 * 1024));

  /** For a start, and for what was published last. */
  private static final Duration AROUND = Duration.ofMinutes(2);

  private static final Duration FIRST_WORD = Duration.ofSeconds(60);

  @Override
  public boolean isOnRequest() {
    return true;
  }

  @Override
  public void prepare(Site site) {}

  @Override
  public RunResult run(Site site, Entry entry, String run) throws Exception {
    Input own = input.on(run + "." + input.topic());
    Site small = site.withJavaOptions(SMALL_HEAP);
    try (Topics topics = new Topics(site.servers().bootstrapServers())) {
      topics.create(own.topic(), BOUNDS);
      Assignment assignment =
          new Assignment(
              Program.SOAK,
              entry.kind(),
              site.surroundings(
                  entry,
                  List.of(own.topic()),
                  run,
                  Map.of(SoakMeasurement.SECONDS, Long.toString(time.toSeconds()))),
              own,
              entry.task(),
              time.plus(AROUND).toSeconds());
      try (Child child = small.start(entry, assignment)) {
        if (child.hear(SoakMeasurement.HANDLED, FIRST_WORD).isEmpty()) {
          return RunResult.without(Outcome.FAILED, "it did not start; see " + run + ".log");
        }
        boundStatus(topics, run);
        Optional<RunResult> broken = publish(site, child, own, run);
        if (broken.isPresent()) {
          return broken.get();
        }
        return small.lastResult(child, assignment);
      }
    }
  }

  private static void boundStatus(Topics topics, String run)
      throws ExecutionException, InterruptedException {
    topics.bound(new TopicNames(run).status(), BOUNDS);
  }

  /** Publishes for the time, then tells the child how many it were; what went wrong, if so. */
  private Optional<RunResult> publish(Site site, Child child, Input own, String run)
      throws Exception {
    Pace pace = new Pace(eventsPerSecond, System::nanoTime);
    int sent = 0;
    long handled = 0;
    try (EventMaker maker = new EventMaker(site.servers().registryUrl(), site.clock());
        Sending sending = Sending.inBulk(site.servers().bootstrapServers())) {
      pace.begin();
      while (!pace.isOver(time) && sent < own.events()) {
        // Told every second, or why there will be no more.
        String told = child.hear("", Pace.SLICE).orElse("");
        if (told.startsWith(SoakMeasurement.HANDLED)) {
          handled = Long.parseLong(told.substring(SoakMeasurement.HANDLED.length()));
        } else if (told.startsWith(ParentLink.REPORT)) {
          return Optional.of(Site.result(told.substring(ParentLink.REPORT.length())));
        } else if (!child.isAlive()) {
          return Optional.of(ended(child, handled, run));
        }
        int upTo = Math.min(own.events(), pace.allowed(sent, handled));
        for (; sent < upTo; sent++) {
          sending.send(own.topic(), maker.make(own.topic(), sent, "key-" + own.key(sent)));
        }
      }
      sending.flush();
    }
    child.say(SoakMeasurement.PUBLISHED + sent);
    return Optional.empty();
  }

  private static RunResult ended(Child child, long handled, String run) {
    boolean outOfMemory = child.exitCode().orElse(0) == OUT_OF_MEMORY;
    return RunResult.without(
        Outcome.FAILED,
        (outOfMemory ? "out of memory" : "its process ended")
            + " after "
            + handled
            + " events; see "
            + run
            + ".log");
  }
}
