package io.sluice.replay;

import io.sluice.replay.letter.DeadLetterTopic;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;

/** What Kafka refused, in words for the operator. */
final class KafkaFailures {
  private KafkaFailures() {}

  /** Why a run on the topic ended. */
  static ReplayException of(DeadLetterTopic topic, KafkaException e) {
    Throwable root = e;
    for (Throwable at = e; at != null; at = at.getCause()) {
      root = at;
      if (at instanceof ProducerFencedException || at instanceof InvalidProducerEpochException) {
        return new ReplayException(
            "Another replay of "
                + topic.name()
                + " has begun and taken over (or a discard, an import or a purge), or this one was"
                + " held up for too long; this one stopped. No letter is lost or moved twice:"
                + " whoever comes next knows what this one has done.",
            e);
      }
    }
    Optional<String> right = rightMissing(topic, root);
    if (right.isPresent()) {
      return new ReplayException(
          right.get()
              + " Nothing of the transaction under way was moved. Once the right is given, run the"
              + " same command again.",
          e);
    }
    return new ReplayException(
        (root instanceof TimeoutException
                ? "Kafka did not answer in time, during a run on "
                : "Kafka refused a transaction on ")
            + topic.name()
            + ": "
            + sentence(root)
            + " Run the same command again: it goes on with the letters that were not moved.",
        e);
  }

  /** Why something could not be read; nothing was to be moved by it. */
  static ReplayException whileReading(String topic, KafkaException e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String told = "Cannot read " + topic + ": " + sentence(root);
    return new ReplayException(rightMissing(root).orElse(told), e);
  }

  private static String sentence(Throwable failure) {
    String message =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    return message.endsWith(".") ? message : message + ".";
  }

  /** Which right is missing, as a sentence; empty when that is not what is wrong. */
  static Optional<String> rightMissing(Throwable failure) {
    return rightMissing(null, failure);
  }

  private static Optional<String> rightMissing(@Nullable DeadLetterTopic topic, Throwable failure) {
    if (failure instanceof TopicAuthorizationException refused) {
      return Optional.of(
          "No right to use the topic "
              + String.join(", ", refused.unauthorizedTopics())
              + " (Kafka ACL): this needs READ on the dead letters, and WRITE on the target, the"
              + " state and the audit topic.");
    }
    if (failure instanceof TransactionalIdAuthorizationException && topic != null) {
      return Optional.of(
          "No right to use the transactional id "
              + topic.transactionalId()
              + " (Kafka ACL): this needs WRITE and DESCRIBE on it.");
    }
    if (failure instanceof GroupAuthorizationException refused) {
      return Optional.of(
          "No right to use the consumer group "
              + refused.groupId()
              + " (Kafka ACL): this needs READ on it.");
    }
    if (failure instanceof ClusterAuthorizationException) {
      return Optional.of("No right to do that on the cluster (Kafka ACL): " + failure.getMessage());
    }
    if (failure instanceof AuthorizationException) {
      return Optional.of("No right to do that (Kafka ACL): " + failure.getMessage());
    }
    return Optional.empty();
  }
}
