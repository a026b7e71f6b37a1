package io.sluice.processor.handler;

/**
 * What a user of Sluice implements: the work to be done for one type of event.
 *
 * <p>A handler that returns has succeeded. A handler that throws has failed, and the pipeline's
 * retry policy decides by the exception's class whether the event is tried again, dead-lettered or
 * discarded; {@link RetryAfter} asks for another attempt after a given time.
 *
 * <p>Effects outside Kafka happen at least once: an event that was running when the process died is
 * run again. {@link EventContext#idempotencyKey()} is the means to recognise that.
 *
 * <p>Handlers run on worker threads, many at once, those of one key one after another. One handler
 * object serves them all, so it must be thread-safe. It may wait: that holds up nothing but its own
 * key. With a {@code time_limit} its thread is interrupted when the time is over, and the attempt
 * has failed with {@link TimeLimitExceeded}, whatever the handler still does.
 *
 * @param <T> what it is given as data: an Avro {@code SpecificRecord} class, {@code GenericRecord},
 *     or Jackson's {@code JsonNode}
 */
@FunctionalInterface
public interface EventHandler<T> extends AutoCloseable {
  /**
   * Does the work for one event.
   *
   * @param data the event's payload
   * @param context the event around the payload, and the means to publish follow-up events
   * @throws Exception to say that this attempt failed
   */
  void handle(T data, EventContext context) throws Exception;

  /** Gives back what the handler holds; called once, after the pipeline has stopped. */
  @Override
  default void close() throws Exception {}
}
