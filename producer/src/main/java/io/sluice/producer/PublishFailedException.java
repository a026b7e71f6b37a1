package io.sluice.producer;

/**
 * An event or a workflow was well-formed and still could not be handed to Kafka. Publishing it
 * again is safe when it carries an id of its own: a pipeline drops the second one as a duplicate.
 */
public final class PublishFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What stood in the way, for callers that decide by it. */
  public enum Reason {
    /** The topic does not exist, and publishing never creates one. */
    TOPIC_MISSING,
    /** No broker answered within {@code max.block.ms}; nothing was sent. */
    BROKER_UNREACHABLE,
    /**
     * The buffer ({@code buffer.memory}) stayed full for {@code max.block.ms}: events come faster
     * than the brokers take them. Nothing was sent.
     */
    BUFFER_FULL,
    /**
     * No acknowledgement within {@code delivery.timeout.ms}: the event may or may not be on the
     * topic.
     */
    NOT_ACKNOWLEDGED,
    /** Larger than {@code max.request.size} or the topic's {@code max.message.bytes}. */
    TOO_LARGE,
    /** The brokers refuse this client: credentials or permissions. */
    NOT_ALLOWED,
    /** Anything else; the cause tells. */
    OTHER
  }

  private final Reason reason;
  private final String eventId;
  private final String topic;

  PublishFailedException(
      Reason reason, String eventId, String topic, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.eventId = eventId;
    this.topic = topic;
  }

  public Reason reason() {
    return reason;
  }

  /** Id of the event or workflow that was not published, also when the publisher made it. */
  public String eventId() {
    return eventId;
  }

  public String topic() {
    return topic;
  }
}
