package io.sluice.processor.topology;

import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.schema.EventCodec;
import io.sluice.schema.MalformedEventException;
import io.sluice.schema.avro.Envelope;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.TaskId;

/** Bytes to envelope to payload for one task, waiting for the registry where it must. */
final class EventReader {
  private final EventCodec codec;
  private final RegistryPatience patience;

  private EventReader(EventCodec codec, RegistryPatience patience) {
    this.codec = codec;
    this.patience = patience;
  }

  /** Makes readers: one for each stage of each task that needs one. */
  record Factory(EventCodec codec, PipelineMetrics metrics, PipelineTopology.Waiting waiting) {
    EventReader of(TaskId task) {
      return new EventReader(codec, new RegistryPatience(task, metrics, waiting));
    }
  }

  /**
   * Reads the envelope of a record.
   *
   * @throws io.sluice.schema.EventFormatException when it can never be read
   */
  Event read(RawRecord raw) {
    byte[] value = raw.value();
    if (value == null) {
      throw new MalformedEventException("the record has no value (a tombstone), so no envelope");
    }
    Envelope envelope = patience.await(() -> codec.decode(raw.origin().topic(), value));
    return new Event(raw, envelope);
  }

  /**
   * Reads the payload of an event.
   *
   * @throws io.sluice.schema.EventFormatException when it can never be read
   */
  <T> T readData(Event event, Class<T> as) {
    return patience.await(() -> codec.decodeData(event.envelope(), as));
  }

  /** Does work of the codec's that may need the registry. */
  <T> T await(Supplier<T> work) {
    return patience.await(work);
  }

  /** The codec behind this reader. */
  EventCodec codec() {
    return codec;
  }
}
