package io.sluice.replay.archive;

import io.sluice.replay.letter.OpenLetter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** An Avro container file, deflated: the one codec that every Avro library has. */
final class AvroArchiveWriter implements ArchiveWriter {
  private final DataFileWriter<GenericRecord> out;

  AvroArchiveWriter(OutputStream to) throws IOException {
    out = new DataFileWriter<>(new GenericDatumWriter<>(AvroLetters.SCHEMA));
    out.setCodec(CodecFactory.deflateCodec(Deflater.BEST_SPEED));
    out.create(AvroLetters.SCHEMA, to);
  }

  @Override
  public void write(OpenLetter letter) throws IOException {
    out.append(AvroLetters.of(letter.letter()));
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
