package io.sluice.schema;

import org.apache.avro.specific.SpecificRecord;

/** Envelopes and statuses as record values: Sluice's own way, or any pair of Kafka serializers. */
interface RecordSerde extends AutoCloseable {

  byte[] serialize(String topic, SpecificRecord value);

  /**
   * The record in the bytes, resolved to the class's own schema.
   *
   * @throws MalformedEventException when the bytes are not such a record
   */
  <T extends SpecificRecord> T deserialize(String topic, byte[] bytes, Class<T> as);

  @Override
  void close();
}
