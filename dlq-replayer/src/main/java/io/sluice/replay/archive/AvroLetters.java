package io.sluice.replay.archive;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterDialect;
import io.sluice.replay.letter.Place;
import io.sluice.schema.avro.ArchivedLetter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Letters as Avro records and back. Generic records, not the generated classes: a file comes from
 * anywhere, and Avro makes no class for it then.
 */
final class AvroLetters {
  static final Schema SCHEMA = ArchivedLetter.getClassSchema();
  private static final Schema HEADER = SCHEMA.getField("headers").schema().getElementType();

  private AvroLetters() {}

  static GenericRecord of(DeadLetter letter) {
    GenericRecord record = new GenericData.Record(SCHEMA);
    var raw = letter.raw();
    record.put("topic", raw.topic());
    record.put("partition", raw.partition());
    record.put("offset", raw.offset());
    record.put("timestamp", raw.timestamp());
    record.put("timestamp_type", raw.timestampType().name);
    record.put("key", wrapped(raw.key()));
    record.put("value", wrapped(raw.value()));
    List<GenericRecord> headers = new ArrayList<>();
    for (Header header : raw.headers()) {
      GenericRecord each = new GenericData.Record(HEADER);
      each.put("name", header.key());
      each.put("value", wrapped(header.value()));
      headers.add(each);
    }
    record.put("headers", headers);
    record.put("id", letter.id());
    record.put("type", letter.type());
    record.put("error", ArchivedText.error(letter.error()));
    return record;
  }

  /**
   * @throws IllegalArgumentException when it is no record that Kafka could have held
   */
  static DeadLetter read(GenericRecord record) {
    Headers headers = new RecordHeaders();
    for (Object each : (List<?>) record.get("headers")) {
      GenericRecord header = (GenericRecord) each;
      headers.add(header.get("name").toString(), bytes(header.get("value")));
    }
    return DeadLetterDialect.read(
        ArchivedRecord.of(
            new Place(
                record.get("topic").toString(),
                (Integer) record.get("partition"),
                (Long) record.get("offset")),
            (Long) record.get("timestamp"),
            record.get("timestamp_type").toString(),
            bytes(record.get("key")),
            bytes(record.get("value")),
            headers));
  }

  private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  private static byte @Nullable [] bytes(@Nullable Object field) {
    if (field == null) {
      return null;
    }
    ByteBuffer buffer = ((ByteBuffer) field).duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
