package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * One upcaster on the way of a payload to a newer version, its result held to that version's
 * schema.
 *
 * @param from what the payload was written with; null: JSON
 * @param reads what the upcaster reads: the same, or what Avro resolves it to; null: JSON
 */
record UpcastStep(
    Upcaster upcaster, @Nullable Schema from, @Nullable Schema reads, RegisteredSchema to) {

  /**
   * @param payload a JsonNode, or a datum of {@link #from}
   * @throws PayloadMismatchException when the upcaster fails or its result does not fit
   */
  GenericRecord apply(Object payload) {
    JsonNode result = upcast(json(payload));
    try {
      return JsonToAvro.convert(result, to.schema());
    } catch (PayloadMismatchException unfit) {
      throw new PayloadMismatchException(
          unfit.jsonPath(),
          unfit.expected() + " in the result of upcaster " + Upcasters.told(upcaster),
          unfit.found(),
          unfit);
    }
  }

  private JsonNode json(Object payload) {
    if (from == null || reads == null) {
      return (JsonNode) payload;
    }
    try {
      return AvroToJson.convert(AvroResolution.resolve(payload, from, reads), reads);
    } catch (AvroRuntimeException unresolved) {
      throw new PayloadMismatchException(
          "$", readable(), String.valueOf(unresolved.getMessage()), unresolved);
    }
  }

  private JsonNode upcast(JsonNode data) {
    JsonNode result;
    try {
      result = upcaster.upcast(data);
    } catch (RuntimeException | StackOverflowError failed) {
      throw new PayloadMismatchException("$", readable(), "it threw " + failed, failed);
    }
    if (result == null) {
      throw new PayloadMismatchException("$", readable(), "it returned null");
    }
    return result;
  }

  private String readable() {
    return "data that upcaster " + Upcasters.told(upcaster) + " can read";
  }
}
