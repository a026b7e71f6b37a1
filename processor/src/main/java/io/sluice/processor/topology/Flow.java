package io.sluice.processor.topology;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What a stage sees of Kafka Streams: the time, and the stages below it by name. For the stream
 * thread only.
 *
 * <p>Everything is forwarded with the time of now, so that what later stages write to changelogs
 * and topics is as young as it is: an old event's own time would let the broker's retention delete
 * it early.
 */
final class Flow {
  private final ProcessorContext<byte[], Object> context;

  Flow(ProcessorContext<byte[], Object> context) {
    this.context = context;
  }

  long nowMs() {
    return context.currentSystemTimeMs();
  }

  int partition() {
    return context.taskId().partition();
  }

  String task() {
    return context.taskId().toString();
  }

  void forward(String stage, Event event) {
    context.forward(new Record<>(event.raw().key(), event, nowMs()), stage);
  }

  /** Hands on what is no event that may run: one that is settled, or an operator's order. */
  void forward(Settled settled) {
    context.forward(new Record<>(settled.raw().key(), settled, nowMs()), PipelineTopology.DISPATCH);
  }

  void forward(Order order) {
    context.forward(new Record<>(order.key().bytes(), order, nowMs()), PipelineTopology.DISPATCH);
  }

  void settle(Settled settled) {
    context.forward(new Record<>(settled.raw().key(), settled, nowMs()), PipelineTopology.SETTLE);
  }
}
