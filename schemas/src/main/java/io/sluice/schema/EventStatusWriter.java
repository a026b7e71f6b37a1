package io.sluice.schema;

import io.sluice.schema.avro.EventStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes a status field by field, to the same bytes as Avro's own writer in a third of its time:
 * there is one for every event. A test holds it to Avro's, so a field that is added to the schema
 * and forgotten here fails there.
 */
final class EventStatusWriter implements DatumWriter<EventStatus> {
  private static final int ABSENT = 0;
  private static final int PRESENT = 1;

  @Override
  public void setSchema(Schema schema) {
    // There is one: the generated class's own.
  }

  @Override
  public void write(EventStatus status, Encoder out) throws IOException {
    out.writeString(status.getId());
    out.writeString(status.getType());
    out.writeString(status.getPipeline());
    out.writeEnum(status.getOutcome().ordinal());
    writeOptional(status.getReason(), out);
    out.writeInt(status.getAttempt());
    out.writeLong(status.getAt().toEpochMilli());
    Instant dueAt = status.getDueAt();
    writeOptional(dueAt == null ? null : (Long) dueAt.toEpochMilli(), out);
    writeOptional(status.getDurationMs(), out);
    writeOptional(status.getKey(), out);
    out.writeString(status.getTopic());
    out.writeInt(status.getPartition());
    out.writeLong(status.getOffset());
    writeOptional(status.getErrorClass(), out);
    writeOptional(status.getErrorMessage(), out);
    out.writeInt(status.getReplayCount());
    writeOptional(status.getResult(), out);
    writeOptional(status.getWorkflow(), out);
    writeOptional(status.getStep(), out);
  }

  private static void writeOptional(@Nullable String text, Encoder out) throws IOException {
    out.writeIndex(text == null ? ABSENT : PRESENT);
    if (text != null) {
      out.writeString(text);
    }
  }

  private static void writeOptional(@Nullable ByteBuffer bytes, Encoder out) throws IOException {
    out.writeIndex(bytes == null ? ABSENT : PRESENT);
    if (bytes != null) {
      out.writeBytes(bytes);
    }
  }

  private static void writeOptional(@Nullable Integer number, Encoder out) throws IOException {
    out.writeIndex(number == null ? ABSENT : PRESENT);
    if (number != null) {
      out.writeInt(number);
    }
  }

  private static void writeOptional(@Nullable Long number, Encoder out) throws IOException {
    out.writeIndex(number == null ? ABSENT : PRESENT);
    if (number != null) {
      out.writeLong(number);
    }
  }
}
