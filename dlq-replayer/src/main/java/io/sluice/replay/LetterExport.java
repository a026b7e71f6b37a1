package io.sluice.replay;

import io.sluice.replay.archive.ArchiveWriter;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Copies letters out of Kafka, up to the end of their topic as it is at the start. Writes nothing
 * to Kafka. One object is one export: run it once.
 */
public final class LetterExport {
  private static final int BETWEEN_TELLINGS = 250;

  private final DeadLetterTopic topic;
  private final LetterFilter filter;
  private final boolean all;
  private final @Nullable Long limit;
  private final Clock clock;
  private final Map<TopicPartition, Long> passed = new HashMap<>();
  private long read;
  private long exported;

  /**
   * @param all handled letters too
   * @param limit the most letters, at least 1; null: all
   */
  public LetterExport(
      DeadLetterTopic topic, LetterFilter filter, boolean all, @Nullable Long limit, Clock clock) {
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException("limit " + limit + ": must be at least 1");
    }
    this.topic = topic;
    this.filter = filter;
    this.all = all;
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * Copies the letters that are wanted.
   *
   * @param kafka settings for Kafka clients
   * @param contents asked only where the filter, or the format, needs more than headers
   * @param to not closed here
   * @throws ReplayException when the letters cannot be read or written
   * @throws io.sluice.schema.RegistryUnavailableException when the filter needs the registry, which
   *     gives no answer
   */
  public ExportReport run(
      Map<String, ?> kafka, LetterContents contents, ArchiveWriter to, ExportProgress progress) {
    try (Cluster cluster = new RemoteCluster(kafka)) {
      return run(cluster, contents, to, progress);
    }
  }

  ExportReport run(
      Cluster cluster, LetterContents contents, ArchiveWriter to, ExportProgress progress) {
    try (DeadLetterReader reader = DeadLetterReader.open(cluster, topic, clock)) {
      Map<TopicPartition, Long> from = all ? reader.beginnings() : reader.unhandledFrom();
      long toRead = Frontier.distance(from, reader.ends());
      passed.putAll(from);
      LetterVisitor visitor =
          (letter, handled) -> {
            take(letter, handled, contents, to);
            if (++read % BETWEEN_TELLINGS == 0) {
              progress.advanced(Frontier.distance(from, passed), toRead, exported);
            }
            return !limitReached();
          };
      if (all) {
        reader.visitAll(visitor);
      } else {
        reader.visit(visitor);
      }
      progress.advanced(
          limitReached() ? Frontier.distance(from, passed) : toRead, toRead, exported);
      return new ExportReport(topic, exported, limitReached(), reader.endOffsets());
    }
  }

  private void take(DeadLetter letter, boolean handled, LetterContents contents, ArchiveWriter to) {
    passed.put(
        new TopicPartition(letter.place().topic(), letter.place().partition()),
        letter.place().offset() + 1);
    OpenLetter open = new OpenLetter(letter, contents);
    if ((handled && !all) || !filter.matches(open)) {
      return;
    }
    try {
      to.write(open);
    } catch (IOException e) {
      throw new ReplayException("Cannot write the letters: " + e.getMessage(), e);
    }
    exported++;
  }

  private boolean limitReached() {
    return limit != null && exported >= limit;
  }
}
