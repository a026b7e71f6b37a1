package io.sluice.processor.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.jspecify.annotations.Nullable;

/**
 * A punctuation that runs once when it is asked for, at the earliest at a given time, and can be
 * asked for between records too. For the stream thread only.
 *
 * <p>A punctuator that ticks all the time would do as well, were it not that each tick, under
 * exactly-once, commits a transaction, an empty one where nothing happened, for ever.
 *
 * <p>{@code ProcessorContext.schedule} asks which node is running, whose the punctuation will be;
 * outside of {@code process} none is, and inside of it another one may be. So the node is set for
 * the length of the call, as Kafka Streams does it itself before a punctuation.
 */
public final class OnDemand {
  private static final Duration SMALLEST = Duration.ofMillis(1);

  private final ProcessorContext<?, ?> context;
  private final @Nullable ProcessorNode<?, ?, ?, ?> node;
  private final LongConsumer action;
  private @Nullable Alarm alarm;

  private record Alarm(long atMs, Cancellable timer) {}

  /**
   * To be made in {@code Processor.init}.
   *
   * @param context the processor's own
   * @param action what is done, given the time, ms since the epoch; it may forward
   */
  public OnDemand(ProcessorContext<?, ?> context, LongConsumer action) {
    this.context = context;
    this.action = action;
    this.node =
        context instanceof InternalProcessorContext<?, ?> internal ? internal.currentNode() : null;
  }

  /** Sees to it that the action runs at {@code atMs} or as soon after as the thread comes by. */
  public void at(long atMs) {
    if (alarm != null && alarm.atMs() <= atMs) {
      return;
    }
    cancel();
    // A start in the past would be moved on to the next whole interval.
    long start = Math.max(atMs, context.currentSystemTimeMs());
    alarm = new Alarm(atMs, scheduled(Instant.ofEpochMilli(start)));
  }

  /** When the action is to run, ms since the epoch; {@code Long.MAX_VALUE} when it is not. */
  public long nextMs() {
    return alarm == null ? Long.MAX_VALUE : alarm.atMs();
  }

  /** Forgets what was asked for. */
  public void cancel() {
    if (alarm != null) {
      alarm.timer().cancel();
      alarm = null;
    }
  }

  private Cancellable scheduled(Instant start) {
    if (!(context instanceof InternalProcessorContext<?, ?> internal)) {
      return schedule(start);
    }
    ProcessorNode<?, ?, ?, ?> before = internal.currentNode();
    internal.setCurrentNode(node);
    try {
      return schedule(start);
    } finally {
      internal.setCurrentNode(before);
    }
  }

  private Cancellable schedule(Instant start) {
    return context.schedule(start, SMALLEST, PunctuationType.WALL_CLOCK_TIME, this::run);
  }

  private void run(long nowMs) {
    cancel();
    action.accept(nowMs);
  }
}
