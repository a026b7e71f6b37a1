package io.sluice.producer;

import io.sluice.producer.PublishFailedException.Reason;
import io.sluice.schema.TopicNames;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed send means. Kafka says "Topic x not present in metadata after 10000 ms" for a
 * missing topic and for a broker that is down alike; the two need different hands, so they are told
 * apart here.
 */
final class SendFailures {
  private final String what;
  private final String topic;
  private final String bootstrapServers;
  private final String whenMissing;

  /** Of events to a topic. */
  SendFailures(String topic, String bootstrapServers) {
    this(
        "event ",
        topic,
        bootstrapServers,
        "; create it (sluice topics create " + topic + ") or name another");
  }

  private SendFailures(String what, String topic, String bootstrapServers, String whenMissing) {
    this.what = what;
    this.topic = topic;
    this.bootstrapServers = bootstrapServers;
    this.whenMissing = whenMissing;
  }

  /** Of workflows to a pipeline, which makes their topic itself. */
  static SendFailures ofWorkflows(TopicNames pipeline, String bootstrapServers) {
    return new SendFailures(
        "workflow ",
        pipeline.workflow(),
        bootstrapServers,
        ": pipeline "
            + pipeline.pipeline()
            + " has never been started there; start it, or name the pipeline that is to run the"
            + " workflow");
  }

  PublishFailedException explain(String eventId, Throwable failure) {
    Reason reason = reason(failure);
    return new PublishFailedException(
        reason, eventId, topic, message(reason, eventId, failure), failure);
  }

  private static Reason reason(Throwable failure) {
    if (failure instanceof UnknownTopicOrPartitionException
        || failure instanceof InvalidTopicException
        || failure.getCause() instanceof UnknownTopicOrPartitionException) {
      return Reason.TOPIC_MISSING;
    }
    if (failure instanceof BufferExhaustedException) {
      return Reason.BUFFER_FULL;
    }
    if (failure instanceof TimeoutException) {
      return isAboutMetadata(failure) ? Reason.BROKER_UNREACHABLE : Reason.NOT_ACKNOWLEDGED;
    }
    if (failure instanceof RecordTooLargeException) {
      return Reason.TOO_LARGE;
    }
    return failure instanceof AuthenticationException || failure instanceof AuthorizationException
        ? Reason.NOT_ALLOWED
        : Reason.OTHER;
  }

  // Kafka has one exception for "no metadata yet" and "no acknowledgement"; only the text differs.
  private static boolean isAboutMetadata(Throwable failure) {
    @Nullable String message = failure.getMessage();
    return message != null
        && (message.contains("not present in metadata") || message.contains("InitProducerId"));
  }

  private String message(Reason reason, String eventId, Throwable failure) {
    String event = what + eventId + " was not published: ";
    return switch (reason) {
      case TOPIC_MISSING ->
          event + "topic " + topic + " does not exist at " + bootstrapServers + whenMissing;
      case BROKER_UNREACHABLE ->
          event + "no broker answered at " + bootstrapServers + " (" + failure.getMessage() + ")";
      case BUFFER_FULL ->
          event
              + "the send buffer stayed full; publish more slowly or raise buffer.memory ("
              + failure.getMessage()
              + ")";
      case NOT_ACKNOWLEDGED ->
          what
              + eventId
              + " was not acknowledged by topic "
              + topic
              + " in time and may or may not be there; publish it again with the same id ("
              + failure.getMessage()
              + ")";
      case TOO_LARGE ->
          event
              + "it is too large for topic "
              + topic
              + "; raise max.request.size and the topic's max.message.bytes, or send a reference"
              + " instead of the content ("
              + failure.getMessage()
              + ")";
      case NOT_ALLOWED ->
          event
              + "the brokers at "
              + bootstrapServers
              + " refuse this client for topic "
              + topic
              + " ("
              + failure.getMessage()
              + ")";
      case OTHER -> event + failure;
    };
  }
}
