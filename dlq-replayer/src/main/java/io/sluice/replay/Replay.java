package io.sluice.replay;

import io.sluice.schema.EventIds;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Moves dead letters back into flow. Each letter goes back at most once and none is lost, however
 * often it is run, with whatever filters, killed wherever, or run by two at once: the moved record,
 * the mark that the letter is handled, and the group's offset commit in one transaction, and a
 * later replay fences an earlier one before it reads the marks.
 *
 * <p>One object is one replay: run it once. {@link #stop} may be called from any thread.
 */
public final class Replay {
  /** Fewer make the replay slow: a commit costs the same for one record as for thousands. */
  private static final int MOST_IN_A_TRANSACTION = 2_000;

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final DeadLetterTopic topic;
  private final ReplayOptions options;
  private final Clock clock;
  private final int mostAtOnce;
  private final String run = EventIds.next();
  private final CountDownLatch stop = new CountDownLatch(1);

  public Replay(DeadLetterTopic topic, ReplayOptions options, Clock clock) {
    this(topic, options, clock, MOST_IN_A_TRANSACTION);
  }

  Replay(DeadLetterTopic topic, ReplayOptions options, Clock clock, int mostAtOnce) {
    this.topic = topic;
    this.options = options;
    this.clock = clock;
    this.mostAtOnce = mostAtOnce;
  }

  /**
   * Moves the letters that are there now and are wanted; what comes in meanwhile is left alone.
   *
   * @param kafka settings for Kafka clients
   * @param progress told after each transaction
   * @throws ReplayException when it could not be done, or not wholly
   */
  public ReplayReport run(Map<String, ?> kafka, ReplayProgress progress) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      return run(cluster, progress);
    } catch (KafkaException e) {
      throw TransactionalMover.failure(topic, e);
    }
  }

  /** Ends the replay after the transaction that is under way; what it has moved stays moved. */
  public void stop() {
    stop.countDown();
  }

  ReplayReport run(Cluster cluster, ReplayProgress progress) {
    TopicFacts letters = require(cluster, topic.name(), "");
    Redelivery redelivery = redelivery(cluster);
    if (options.dryRun()) {
      try (DeadLetterReader reader = DeadLetterReader.open(cluster, topic, clock)) {
        return walk(reader, redelivery, Replay::leaveAlone, progress);
      }
    }
    cluster.ensureCompacted(topic.stateTopic(), letters.replication());
    Producer<byte[], byte[]> producer = cluster.producer(topic.transactionalId());
    try {
      // Before the marks are read: from here on no other replay can add to them.
      producer.initTransactions();
      try (DeadLetterReader reader = DeadLetterReader.open(cluster, topic, clock)) {
        TransactionalMover mover = new TransactionalMover(producer, reader, topic, run, clock);
        forgetStaleMarks(reader, mover);
        return walk(reader, redelivery, mover, progress);
      }
    } finally {
      producer.close(CLOSE_WITHIN);
    }
  }

  private ReplayReport walk(
      DeadLetterReader reader, Redelivery redelivery, LetterMover mover, ReplayProgress progress) {
    Frontier frontier = new Frontier(reader.facts().id(), reader.unhandledFrom());
    ReplayPass pass =
        new ReplayPass(
            options,
            redelivery,
            mover,
            frontier,
            new ReplayPass.Walk(reader.unhandledFrom(), reader.ends(), mostAtOnce, progress, stop));
    reader.visit(pass);
    pass.finish();
    return pass.report(topic, run);
  }

  private Redelivery redelivery(Cluster cluster) {
    String named = options.toTopic();
    if (named != null) {
      TopicFacts target = require(cluster, named, " Make it first, or name another.");
      boolean isRetryTopic = topic.retryTopic().filter(named::equals).isPresent();
      return new Redelivery(target, isRetryTopic, options.by());
    }
    String retry =
        topic
            .retryTopic()
            .orElseThrow(
                () ->
                    new ReplayException(
                        topic.name()
                            + " is not the dead-letter topic of a pipeline (<pipeline>.dlq), so"
                            + " say where its letters are to go."));
    return new Redelivery(
        require(cluster, retry, " The pipeline makes it when it starts."), true, options.by());
  }

  private static TopicFacts require(Cluster cluster, String name, String whatToDo) {
    return cluster
        .find(name)
        .orElseThrow(() -> new ReplayException("There is no topic " + name + "." + whatToDo));
  }

  private void forgetStaleMarks(DeadLetterReader reader, TransactionalMover mover) {
    Iterator<Place> stale = reader.staleMarks().iterator();
    List<Place> some = new ArrayList<>();
    while (stale.hasNext()) {
      some.add(stale.next());
      if (some.size() == mostAtOnce || !stale.hasNext()) {
        mover.forget(some);
        some.clear();
      }
    }
  }

  private static void leaveAlone(
      List<LetterMover.Move> moves, Map<TopicPartition, OffsetAndMetadata> frontier) {}
}
