package io.sluice.replay;

import io.sluice.replay.LetterPass.Watchers;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.Place;
import io.sluice.schema.EventCodec;
import io.sluice.schema.RegistryUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * What replay, discard and the carrying out of a plan have in common: no other run of the topic may
 * write from here on; read what has been handled; choose; deal with each letter; write down how it
 * ended. One object is one run. {@link #stop} may be called from any thread.
 */
final class LetterRun {
  /** Fewer make a run slow: a commit costs the same for one record as for thousands. */
  static final int MOST_IN_A_TRANSACTION = 2_000;

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  private final Order order;
  private final Work work;
  private final Clock clock;
  private final int mostAtOnce;
  private final String id = Run.newId();
  private final CountDownLatch stop = new CountDownLatch(1);

  /**
   * What is asked for.
   *
   * @param action for the audit: replay, discard
   * @param filter for the audit; empty: all
   * @param plan id of the plan that is carried out; null: none
   * @param limit the most letters to deal with; null: all
   * @param rate how fast; null: as fast as Kafka takes them
   */
  record Order(
      DeadLetterTopic topic,
      String action,
      String filter,
      @Nullable String plan,
      Operator operator,
      @Nullable Long limit,
      @Nullable Rate rate,
      boolean dryRun) {}

  /** What there is to work with. */
  record Site(
      Cluster cluster, EventCodec codec, LetterContents contents, Clock clock, Watchers watchers) {}

  /** What kind of run it is. */
  interface Work {
    /**
     * Looks whether it can be done at all, before anything is made or written.
     *
     * @throws ReplayException when it cannot
     */
    void check(Cluster cluster);

    /** The letters to deal with. */
    Selection choose(Site site, DeadLetterReader reader, CountDownLatch stop);

    /** Who decides about them; made before anything is moved. */
    Judge judge(Site site, DeadLetterReader reader, Selection selection);

    /** How often a letter may come back before it goes to the parking topic. */
    int maxReplays();
  }

  LetterRun(Order order, Work work, Clock clock, int mostAtOnce) {
    this.order = order;
    this.work = work;
    this.clock = clock;
    this.mostAtOnce = mostAtOnce;
  }

  /** Ends the run after the transaction that is under way; what it has moved stays moved. */
  void stop() {
    stop.countDown();
  }

  ReplayReport run(Cluster cluster, EventCodec codec, Watchers watchers) {
    Counted counted = new Counted(watchers.progress());
    Site site =
        new Site(
            cluster,
            codec,
            new LetterContents(codec),
            clock,
            new Watchers(counted, watchers.verdicts()));
    try {
      TopicFacts letters = require(cluster);
      work.check(cluster);
      return order.dryRun() ? rehearse(site) : carryOut(site, letters);
    } catch (RegistryUnavailableException e) {
      throw new ReplayException(
          "The "
              + e.getMessage()
              + ". "
              + (counted.moved == 0
                  ? "Nothing was moved."
                  : counted.moved + " letters were moved before, and no others.")
              + " Start the registry, or name another, and run the same command again.",
          e);
    } catch (KafkaException e) {
      throw KafkaFailures.of(order.topic(), e);
    }
  }

  private ReplayReport rehearse(Site site) {
    try (DeadLetterReader reader =
        DeadLetterReader.open(site.cluster(), order.topic(), order.plan(), clock)) {
      return pass(site, reader, LetterMover.NONE);
    }
  }

  private ReplayReport carryOut(Site site, TopicFacts letters) {
    DeadLetterTopic topic = order.topic();
    Run run =
        new Run(
            id,
            order.action(),
            topic,
            order.filter(),
            order.plan(),
            order.operator(),
            letters.id(),
            clock);
    AuditTrail audit = new AuditTrail(run, site.codec());
    site.cluster().ensure(TopicWish.state(topic.stateTopic(), letters));
    site.cluster().ensure(TopicWish.audit(topic.auditTopic(), letters));
    OperatorStatus statuses =
        new OperatorStatus(site.codec(), clock, topic.statusTopic().flatMap(site.cluster()::find));
    Producer<byte[], byte[]> producer = site.cluster().producer(topic.transactionalId());
    try {
      // Before the marks are read: from here on no other run can add to them.
      producer.initTransactions();
      try (DeadLetterReader reader =
          DeadLetterReader.open(site.cluster(), topic, order.plan(), clock)) {
        if (!reader.facts().id().equals(letters.id())) {
          throw new ReplayException(
              "The topic "
                  + topic.name()
                  + " was deleted and made anew just now. Nothing was moved.");
        }
        TransactionalMover mover =
            new TransactionalMover(producer, reader.groupMetadata(), run, audit, statuses);
        forgetStaleMarks(reader, mover);
        ReplayReport report = pass(site, reader, mover);
        if (report.handled() > 0) {
          mover.end(report.ended().name().toLowerCase(Locale.ROOT));
        }
        return report;
      }
    } finally {
      producer.close(CLOSE_WITHIN);
    }
  }

  private ReplayReport pass(Site site, DeadLetterReader reader, LetterMover mover) {
    Selection selection = work.choose(site, reader, stop);
    if (selection.stopped()) {
      // Not even the frontier may move: nobody has looked at what lies beyond.
      return report(reader, selection, new Tally(), ReplayReport.Ended.STOPPED);
    }
    Judge judge = work.judge(site, reader, selection);
    if (!order.dryRun() && selection.mostReplays() >= work.maxReplays()) {
      site.cluster().ensure(TopicWish.parking(order.topic().parkingTopic(), reader.facts()));
    }
    Pace pace = Pace.of(order.dryRun() ? null : order.rate(), mostAtOnce);
    LetterPass pass =
        new LetterPass(
            judge,
            mover,
            selection.frontier(),
            new LetterPass.Bounds(order.limit(), pace, stop),
            site.watchers());
    try (LetterFeed feed =
        new LetterFeed(site.cluster(), order.topic().name(), selection.letters(), clock)) {
      pass.run(feed, site.contents(), selection.letters().size());
    }
    return report(reader, selection, pass.tally(), pass.ended());
  }

  private ReplayReport report(
      DeadLetterReader reader, Selection selection, Tally tally, ReplayReport.Ended ended) {
    Map<Integer, Long> ends = new TreeMap<>(reader.endOffsets());
    return new ReplayReport(
        order.topic(),
        id,
        order.plan(),
        order.dryRun(),
        ended,
        selection.alreadyHandled(),
        selection.notChosen(),
        tally.fates(),
        tally.why(),
        tally.destinations(),
        ends);
  }

  private TopicFacts require(Cluster cluster) {
    return cluster
        .find(order.topic().name())
        .orElseThrow(() -> new ReplayException("There is no topic " + order.topic().name() + "."));
  }

  private void forgetStaleMarks(DeadLetterReader reader, TransactionalMover mover) {
    List<Place> some = new ArrayList<>();
    reader
        .staleMarks()
        .forEach(
            place -> {
              some.add(place);
              if (some.size() == mostAtOnce) {
                mover.forget(some);
                some.clear();
              }
            });
    if (!some.isEmpty()) {
      mover.forget(some);
    }
  }

  /** Remembers what has been moved, for the message of a run that fails. */
  private static final class Counted implements ReplayProgress {
    private final ReplayProgress told;
    private long moved;

    Counted(ReplayProgress told) {
      this.told = told;
    }

    @Override
    public void advanced(long done, long chosen, long moved) {
      this.moved = moved;
      told.advanced(done, chosen, moved);
    }

    @Override
    public void choosing(long read) {
      told.choosing(read);
    }
  }
}
