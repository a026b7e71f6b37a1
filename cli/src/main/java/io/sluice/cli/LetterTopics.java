package io.sluice.cli;

import io.sluice.replay.letter.DeadLetterTopic;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** The dead-letter topics that a cluster has. */
final class LetterTopics {
  private static final long ANSWER_WITHIN_SECONDS = 30;

  private final Set<String> all;

  private LetterTopics(Set<String> all) {
    this.all = all;
  }

  /**
   * @throws UserErrorException when no broker answers
   */
  static LetterTopics of(ConnectionOptions connection) {
    try (Admin admin = connection.connect()) {
      return new LetterTopics(
          new TreeSet<>(admin.listTopics().names().get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS)));
    } catch (ExecutionException | TimeoutException e) {
      throw new UserErrorException("Cannot list the topics: " + Failures.rootMessage(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserErrorException("interrupted");
    }
  }

  boolean has(String topic) {
    return all.contains(topic);
  }

  /** Those of all pipelines. */
  List<DeadLetterTopic> ofPipelines() {
    return all.stream().filter(DeadLetterTopic::isOne).map(DeadLetterTopic::new).toList();
  }

  /**
   * @throws UserErrorException when one is not there, naming those that are
   */
  void require(Collection<DeadLetterTopic> topics) {
    for (DeadLetterTopic topic : topics) {
      if (!all.contains(topic.name())) {
        List<String> there = ofPipelines().stream().map(DeadLetterTopic::name).toList();
        throw new UserErrorException(
            "There is no topic "
                + topic.name()
                + ". "
                + (there.isEmpty()
                    ? "No pipeline has a dead-letter topic here yet."
                    : "Dead-letter topics here: "
                        + String.join(", ", there)
                        + "; choose with --pipeline or --topic."));
      }
    }
  }

  /**
   * The topic of a pipeline.
   *
   * @throws UserErrorException when no pipeline can be named so
   */
  static DeadLetterTopic ofPipeline(String pipeline) {
    try {
      return DeadLetterTopic.ofPipeline(pipeline);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--pipeline: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }
}
