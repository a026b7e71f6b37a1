package io.sluice.testkit;

import io.sluice.schema.EventCodec;
import io.sluice.schema.avro.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** An event that a handler has published. */
public final class PublishedEvent {
  private final String topic;
  private final TestRecord<byte[], byte[]> record;
  private final Envelope envelope;
  private final EventCodec codec;

  private PublishedEvent(
      String topic, TestRecord<byte[], byte[]> record, Envelope envelope, EventCodec codec) {
    this.topic = topic;
    this.record = record;
    this.envelope = envelope;
    this.codec = codec;
  }

  static PublishedEvent of(String topic, TestRecord<byte[], byte[]> record, EventCodec codec) {
    return new PublishedEvent(topic, record, codec.decode(topic, record.value()), codec);
  }

  /** Where it was published to. */
  public String topic() {
    return topic;
  }

  /** Its id. */
  public String id() {
    return envelope.getId();
  }

  /** Its dotted type. */
  public String type() {
    return envelope.getType();
  }

  /** The record's key as text: the business key, or the id where none was given. */
  public @Nullable String key() {
    return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
  }

  /** The id of the event whose handler published it. */
  public @Nullable String causationId() {
    return envelope.getMetadata().getCausationId();
  }

  /** When it was published. */
  public Instant at() {
    return record.getRecordTime();
  }

  /**
   * Its payload.
   *
   * @param as a generated Avro class, {@code GenericRecord.class}, {@code JsonNode.class}, or a
   *     class that Jackson binds JSON to
   * @throws io.sluice.schema.EventFormatException when it does not fit that class
   */
  public <T> T data(Class<T> as) {
    return codec.decodeData(envelope, as);
  }

  /** Everything around the payload. */
  public Envelope envelope() {
    return envelope;
  }

  /** The record's headers. */
  public Headers headers() {
    return record.headers();
  }

  /** Type, id, key, topic and payload, for a failed assertion. */
  @Override
  public String toString() {
    return type()
        + " "
        + id()
        + " (key "
        + key()
        + ", topic "
        + topic
        + "): "
        + codec.decodeData(envelope);
  }
}
