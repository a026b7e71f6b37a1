package io.sluice.processor.topology;

import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.Origin;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Bytes to envelope; what cannot be read is a dead letter with its bytes untouched. */
final class Decode implements Processor<byte[], byte[], byte[], Object> {
  private final EventReader.Factory readers;
  private final String retryTopic;
  private ProcessorContext<byte[], Object> context;
  private EventReader reader;
  private Flow flow;

  Decode(EventReader.Factory readers, String retryTopic) {
    this.readers = readers;
    this.retryTopic = retryTopic;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    this.context = context;
    flow = new Flow(context);
    reader = readers.of(context.taskId());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RawRecord raw = arrived(record);
    try {
      flow.forward(PipelineTopology.DEDUPLICATE, reader.read(raw));
    } catch (EventFormatException e) {
      flow.settle(Settled.undecodable(raw, e));
    }
  }

  private RawRecord arrived(Record<byte[], byte[]> record) {
    RecordMetadata place =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a source record without a place"));
    DeliveryState state = DeliveryHeaders.read(record.headers());
    if (state.origin() == null) {
      state =
          state.withOrigin(
              new Origin(place.topic(), place.partition(), place.offset(), record.timestamp()));
    }
    boolean retried = place.topic().equals(retryTopic);
    return new RawRecord(record.key(), record.value(), record.headers(), state, retried);
  }
}
