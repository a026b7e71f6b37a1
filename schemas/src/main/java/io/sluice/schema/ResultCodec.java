package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.JsonPayload;
import io.sluice.schema.avro.Metadata;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/** What a handler returned: Avro under {@code <type>.result}, anything else as JSON. */
final class ResultCodec {
  private static final String SUBJECT_SUFFIX = ".result";
  private static final String JSON_PAYLOAD = JsonPayload.getClassSchema().getFullName();

  private final AvroWriting writing;
  private final PayloadCodec payloads;

  ResultCodec(AvroWriting writing, PayloadCodec payloads) {
    this.writing = writing;
    this.payloads = payloads;
  }

  byte[] encode(String type, Object value) {
    if (value instanceof IndexedRecord record) {
      return writing.write(type + SUBJECT_SUFFIX, record.getSchema(), record);
    }
    JsonPayload json = new JsonPayload(JsonBinding.toJson(value).toString());
    return writing.write(JSON_PAYLOAD, json.getSchema(), json);
  }

  <T> T decode(ByteBuffer result, Class<T> as) {
    Envelope around = around(result);
    if (as == GenericRecord.class && PayloadCodec.isJson(payloads.writer(around))) {
      throw new PayloadMismatchException("$", "an Avro record", "JSON");
    }
    return payloads.decode(around, as);
  }

  JsonNode json(ByteBuffer result) {
    return payloads.json(around(result));
  }

  /** Payloads are read out of envelopes; no upcaster is for a type of that name. */
  private static Envelope around(ByteBuffer result) {
    Metadata none = new Metadata(null, null, null, null, Map.of(), null);
    return new Envelope("(result)", "(result)", 1, Instant.EPOCH, "", result.duplicate(), none);
  }
}
