package io.sluice.processor.topology;

import io.sluice.processor.parked.ParkedOrder;
import io.sluice.schema.EventFormatException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Bytes to envelope; what cannot be read is a dead letter with its bytes untouched. */
final class Decode implements Processor<byte[], byte[], byte[], Object> {
  private final EventReader.Factory readers;
  private final String retryTopic;
  private final String next;
  private ProcessorContext<byte[], Object> context;
  private EventReader reader;
  private Flow flow;

  /** The next stage is the one for events; what cannot be read goes elsewhere. */
  Decode(EventReader.Factory readers, String retryTopic, String next) {
    this.readers = readers;
    this.retryTopic = retryTopic;
    this.next = next;
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
    Optional<Order> order = order(raw);
    if (order.isPresent()) {
      flow.forward(order.get());
      return;
    }
    try {
      flow.forward(next, reader.read(raw));
    } catch (EventFormatException e) {
      unreadable(Settled.undecodable(raw, e));
    }
  }

  /** One that comes back may be what the others of its key wait for. */
  private void unreadable(Settled settled) {
    if (settled.raw().retried()) {
      flow.forward(settled);
    } else {
      flow.settle(settled);
    }
  }

  /** An operator's word about parked events, which is a record of its own on the retry topic. */
  private static Optional<Order> order(RawRecord raw) {
    byte[] key = raw.key();
    if (!raw.retried() || raw.value() != null || key == null) {
      return Optional.empty();
    }
    return ParkedOrder.in(raw.headers()).map(word -> new Order(Key.of(key), word));
  }

  private RawRecord arrived(Record<byte[], byte[]> record) {
    RecordMetadata place =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a source record without a place"));
    return RawRecord.arrived(record, place, place.topic().equals(retryTopic));
  }
}
