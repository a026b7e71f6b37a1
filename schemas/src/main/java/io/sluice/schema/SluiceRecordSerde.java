package io.sluice.schema;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.avro.AvroTypeException;
import org.apache.avro.specific.SpecificRecord;

/** The default: thin, and byte for byte what Confluent's serializer writes. */
final class SluiceRecordSerde implements RecordSerde {

  private final AvroWriting writing;
  private final AvroReading reading;
  private final SubjectNames names;

  SluiceRecordSerde(AvroWriting writing, AvroReading reading, SubjectNames names) {
    this.writing = writing;
    this.reading = reading;
    this.names = names;
  }

  @Override
  public byte[] serialize(String topic, SpecificRecord value) {
    String subject = names.subject(topic, false, value.getSchema());
    return writing.write(subject, value.getSchema(), value);
  }

  @Override
  public <T extends SpecificRecord> T deserialize(String topic, byte[] bytes, Class<T> as) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Supplier<String> what = () -> "record value on " + topic;
    try {
      return reading.read(buffer, as, what);
    } catch (AvroTypeException other) {
      throw new MalformedEventException(
          what.get()
              + ": wanted "
              + as.getName()
              + ", found "
              + reading.writerOf(buffer, what).getFullName()
              + ": "
              + other.getMessage(),
          other);
    }
  }

  @Override
  public void close() {}
}
