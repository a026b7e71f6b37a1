package io.sluice.replay;

import io.sluice.replay.archive.ArchiveException;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.EventCodec;
import io.sluice.schema.RegistryUnavailableException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/**
 * Puts letters of an archive into a dead-letter topic, every byte of key, value and headers as it
 * was. A letter that the topic holds already, byte for byte, is not put there again, so an import
 * that was broken off, or is run twice, adds only what is missing. One object is one run. {@link
 * #stop} may be called from any thread.
 */
public final class LetterImport {
  private static final String ACTION = "import";

  private final DeadLetterTopic topic;
  private final Operator operator;
  private final boolean dryRun;
  private final Clock clock;
  private final String id = Run.newId();
  private final CountDownLatch stop = new CountDownLatch(1);
  private long imported;
  private long present;

  /**
   * What an import did, or in a dry run would do.
   *
   * @param run its id in the audit
   * @param imported letters put into the topic
   * @param present letters that were there already
   * @param stopped true when it was asked to stop
   */
  public record Report(String run, long imported, long present, boolean stopped) {}

  /**
   * @param dryRun count only; writes nothing
   */
  public LetterImport(DeadLetterTopic topic, Operator operator, boolean dryRun, Clock clock) {
    this.topic = topic;
    this.operator = operator;
    this.dryRun = dryRun;
    this.clock = clock;
  }

  /**
   * Imports the letters.
   *
   * @param kafka settings for Kafka clients
   * @param codec writes the audit; the caller closes it
   * @throws ReplayException when it could not be done, or not wholly
   */
  public Report run(Map<String, ?> kafka, EventCodec codec, Iterator<DeadLetter> letters) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      return run(cluster, codec, letters);
    } catch (RegistryUnavailableException e) {
      throw new ReplayException(
          "The " + e.getMessage() + ". " + imported + " letters were imported before it.", e);
    } catch (KafkaException e) {
      throw KafkaFailures.of(topic, e);
    }
  }

  /** Ends it after the transaction that is under way. */
  public void stop() {
    stop.countDown();
  }

  Report run(Cluster cluster, EventCodec codec, Iterator<DeadLetter> letters) {
    TopicFacts facts =
        cluster
            .find(topic.name())
            .orElseThrow(
                () ->
                    new ReplayException(
                        "There is no topic " + topic.name() + ". Make it first, or name another."));
    if (dryRun) {
      return take(new Present(cluster).letters(), letters, batch -> {});
    }
    Run run = new Run(id, ACTION, topic, "", null, operator, facts.id(), clock);
    AuditTrail audit = new AuditTrail(run, codec);
    cluster.ensure(TopicWish.audit(topic.auditTopic(), facts));
    try (Producer<byte[], byte[]> producer = cluster.producer(topic.transactionalId())) {
      // Before the topic is read: from here on no other run can add to it.
      producer.initTransactions();
      ImportTransaction transaction =
          new ImportTransaction(producer, topic, facts.partitions(), audit);
      Report report = take(new Present(cluster).letters(), letters, transaction::write);
      if (report.imported() > 0) {
        transaction.end(report.stopped() ? "stopped" : "complete");
      }
      return report;
    }
  }

  private Report take(
      Map<Long, Integer> there, Iterator<DeadLetter> letters, Consumer<List<DeadLetter>> writer) {
    List<DeadLetter> batch = new ArrayList<>();
    long bytes = 0;
    while (stop.getCount() > 0 && hasNext(letters, batch, writer)) {
      DeadLetter letter = letters.next();
      if (there.merge(LetterHash.of(letter), -1, Integer::sum) >= 0) {
        present++;
        continue;
      }
      batch.add(letter);
      bytes += letter.sizeInBytes();
      if (batch.size() == LetterRun.MOST_IN_A_TRANSACTION || bytes >= LetterPass.MOST_BYTES) {
        write(batch, writer);
        bytes = 0;
      }
    }
    boolean stopped = stop.getCount() == 0;
    if (!stopped) {
      write(batch, writer);
    }
    return new Report(id, imported, present, stopped);
  }

  /** Where the archive is damaged, what came before the damage is imported, and told. */
  private boolean hasNext(
      Iterator<DeadLetter> letters, List<DeadLetter> batch, Consumer<List<DeadLetter>> writer) {
    try {
      return letters.hasNext();
    } catch (ArchiveException e) {
      write(batch, writer);
      throw new ReplayException(
          e.getMessage()
              + ". Letters imported before it: "
              + (dryRun ? "0, as this is a dry run; it would have been " : "")
              + imported
              + "; there already: "
              + present
              + ". What comes after it in the file was not read.",
          e);
    }
  }

  private void write(List<DeadLetter> batch, Consumer<List<DeadLetter>> writer) {
    if (batch.isEmpty()) {
      return;
    }
    writer.accept(batch);
    imported += batch.size();
    batch.clear();
  }

  /** How often the topic holds each letter, by its hash. */
  private final class Present {
    private final Map<Long, Integer> letters = new HashMap<>();

    Present(Cluster cluster) {
      boolean[] tells = {DeadLetterTopic.isOne(topic.name())};
      try (DeadLetterReader reader = DeadLetterReader.open(cluster, topic, clock)) {
        reader.visitAll(
            (letter, handled) -> {
              tells[0] |= letter.tellsOfDeath();
              letters.merge(LetterHash.of(letter), 1, Integer::sum);
              return true;
            });
      }
      if (!letters.isEmpty() && !tells[0]) {
        throw new ReplayException(
            "No record of "
                + topic.name()
                + " tells how it died: this is no topic of dead letters. Nothing was imported.");
      }
    }

    Map<Long, Integer> letters() {
      return letters;
    }
  }
}
