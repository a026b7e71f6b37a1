package io.sluice.processor;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.sluice.processor.http.Health;
import io.sluice.processor.metrics.MicrometerPipelineMetrics;
import io.sluice.processor.topics.QueueSizes;
import io.sluice.processor.topology.PipelineTopology;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * Kafka Streams as a pipeline or a router runs it, with what watches over it: who takes the place
 * of threads that die, and what the broker answers. Thread-safe.
 */
final class WatchedStreams implements InstanceFacts.StreamsView {
  /** How often the broker is asked how much waits. */
  static final Duration WATCH_EVERY = Duration.ofSeconds(5);

  private final Health starting;
  private final MicrometerPipelineMetrics metrics;
  private final Opened opened;
  private final ThreadReplacement replacement = new ThreadReplacement(Clock.systemUTC());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable KafkaStreams streams;
  private volatile @Nullable BrokerWatch watch;

  /**
   * @param what it runs for, in a word: pipeline
   * @param opened who closes what is opened here
   */
  WatchedStreams(String what, MicrometerPipelineMetrics metrics, Opened opened) {
    this.starting = Lifecycle.starting(what);
    this.metrics = metrics;
    this.opened = opened;
  }

  /** How stages wait for the schema registry: until it is time to stop. */
  PipelineTopology.Waiting waiting() {
    return new PipelineTopology.Waiting(
        pause -> stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS),
        () -> stopping.getCount() == 0);
  }

  /**
   * Starts it, and tells its own metrics.
   *
   * @param whenStopped called when it has stopped for good
   */
  void start(KafkaStreams made, MeterRegistry meters, Runnable whenStopped) {
    made.setUncaughtExceptionHandler(replacement);
    RunningStreams.tell(made, whenStopped);
    opened.add(new KafkaStreamsMetrics(made)).bindTo(meters);
    made.start();
    streams = made;
  }

  /**
   * Asks the broker from now on.
   *
   * @param application the application id
   * @param topics that it reads
   */
  void watch(Admin admin, String application, List<String> topics, MeterRegistry meters) {
    BrokerWatch watching =
        new BrokerWatch(
            new QueueSizes(admin, application, WATCH_EVERY), this::partitions, Clock.systemUTC());
    watching.bind(meters, application, topics);
    watch = watching;
    opened.every(WATCH_EVERY, watching::ask);
  }

  @Override
  public String state() {
    KafkaStreams running = streams;
    return running == null ? starting.state() : running.state().name();
  }

  @Override
  public Set<TopicPartition> partitions() {
    KafkaStreams running = streams;
    // Kafka Streams tells nothing, and throws, once it is no longer running.
    return running == null || !running.state().isRunningOrRebalancing()
        ? Set.of()
        : RunningStreams.partitions(running);
  }

  /**
   * Whether it processes.
   *
   * @param trouble what else is wrong; null: nothing
   * @param notes what an operator should know all the same
   */
  Health ready(@Nullable String trouble, List<String> notes) {
    KafkaStreams running = streams;
    BrokerWatch watching = watch;
    if (running == null || watching == null) {
      return starting;
    }
    List<String> reasons = new ArrayList<>();
    addIfTold(reasons, replacement.fatal());
    addIfTold(reasons, watching.trouble());
    addIfTold(reasons, trouble);
    addIfTold(reasons, metrics.isRegistryWaiting() ? "waiting for the schema registry" : null);
    KafkaStreams.State state = running.state();
    addIfTold(reasons, state == KafkaStreams.State.RUNNING ? null : "stream threads are " + state);
    return new Health(reasons.isEmpty(), state.name(), reasons, notes);
  }

  /** Down only when nothing but a restart can help. */
  Health live() {
    String fatal = replacement.fatal();
    return new Health(fatal == null, state(), fatal == null ? List.of() : List.of(fatal));
  }

  /** Why it has stopped for good; null while it has not. */
  @Nullable String fatal() {
    return replacement.fatal();
  }

  /** Ends the wait for the registry: what waits for it is read again after the next start. */
  void waitNoMore() {
    stopping.countDown();
  }

  /**
   * Commits, and stops.
   *
   * @param kafka its settings
   * @return false if it has not within {@code most}
   */
  boolean close(Map<String, String> kafka, Duration most) {
    waitNoMore();
    KafkaStreams running = streams;
    return running == null || running.close(RunningStreams.closing(kafka, most));
  }

  private static void addIfTold(List<String> reasons, @Nullable String reason) {
    if (reason != null) {
      reasons.add(reason);
    }
  }
}
