package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Metadata;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.StepResult;
import io.sluice.schema.avro.WorkflowStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** What is written by hand for speed does what Avro does. */
class HandWrittenCodersTest {
  private static final long FAR = 4_102_444_800_000L;

  @Property(tries = 300)
  void status_isWrittenAsAvroWritesIt(
      @ForAll String id,
      @ForAll Outcome outcome,
      @ForAll boolean bare,
      @ForAll int number,
      @ForAll @LongRange(min = -FAR, max = FAR) long time) {
    EventStatus status =
        new EventStatus(
            id,
            "a." + id,
            "shop",
            outcome,
            bare ? null : "because " + id,
            number,
            Instant.ofEpochMilli(time),
            bare ? null : Instant.ofEpochMilli(-time),
            bare ? null : (Long) time,
            bare ? null : id,
            "t",
            number,
            time,
            bare ? null : "x.Y",
            bare ? null : id + id,
            number,
            bare ? null : ByteBuffer.wrap(id.getBytes(UTF_8)),
            bare ? null : id,
            bare ? null : (Integer) number);

    SpecificData model = SpecificData.getForClass(EventStatus.class);
    assertThat(written(status, new EventStatusWriter()))
        .isEqualTo(written(status, new SpecificDatumWriter<>(EventStatus.getClassSchema(), model)));
  }

  private static StepResult result(String id, byte[] data) {
    return new StepResult(id, "succeeded", ByteBuffer.wrap(data), false, null);
  }

  private static StepResult group(String id, byte[] data) {
    return new StepResult(id, "failed", null, true, List.of(result(id, data)));
  }

  @Property(tries = 300)
  void envelope_isReadAsAvroReadsIt(
      @ForAll String text,
      @ForAll @Size(max = 50) byte[] data,
      @ForAll @Size(max = 4) Map<String, String> labels,
      @ForAll boolean bare,
      @ForAll @LongRange(min = -FAR, max = FAR) long time) {
    Metadata metadata =
        bare
            ? new Metadata(null, null, null, null, labels, null)
            : new Metadata(
                text,
                text,
                Instant.ofEpochMilli(time),
                Instant.ofEpochMilli(-time),
                labels,
                new WorkflowStep(text, 7, List.of(result(text, data), group(text, data))));
    Envelope envelope =
        new Envelope(
            text, "a.b", 1, Instant.ofEpochMilli(time), text, ByteBuffer.wrap(data), metadata);
    SpecificData model = SpecificData.getForClass(Envelope.class);
    byte[] bytes = written(envelope, new SpecificDatumWriter<>(Envelope.getClassSchema(), model));

    assertThat(EnvelopeReader.reads(Envelope.getClassSchema())).isTrue();
    Envelope read = read(bytes, new EnvelopeReader());
    assertThat(read).isEqualTo(envelope);
    assertThat(read)
        .isEqualTo(
            read(
                bytes,
                new SpecificDatumReader<>(
                    Envelope.getClassSchema(), Envelope.getClassSchema(), model)));
  }

  private static <T> byte[] written(T datum, DatumWriter<T> writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      writer.write(datum, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static <T> T read(byte[] bytes, DatumReader<T> reader) {
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, null);
    try {
      return reader.read(null, decoder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
