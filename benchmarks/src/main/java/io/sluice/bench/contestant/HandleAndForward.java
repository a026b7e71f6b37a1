package io.sluice.bench.contestant;

import io.sluice.bench.topic.EventId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The only stage of {@link StreamsPassThrough}. */
final class HandleAndForward implements Processor<byte[], byte[], byte[], byte[]> {
  private final EventWork work;
  private ProcessorContext<byte[], byte[]> context;

  HandleAndForward(EventWork work) {
    this.work = work;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> given) {
    context = given;
  }

  @Override
  public void process(Record<byte[], byte[]> event) {
    try {
      work.handle(EventId.sequence(event.value()));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    context.forward(event);
  }
}
