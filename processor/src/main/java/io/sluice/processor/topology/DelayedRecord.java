package io.sluice.processor.topology;

import io.sluice.schema.DeliveryHeaders;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A whole record as the bytes of one store entry: key, value and headers, delivery state among
 * them. The record itself and not a pointer to it, since its topic may have forgotten it by the
 * time it is due.
 */
final class DelayedRecord {
  private static final int VERSION = 1;
  private static final int ABSENT = -1;

  private DelayedRecord() {}

  static byte[] write(RawRecord record) {
    Headers headers = new RecordHeaders(record.headers());
    DeliveryHeaders.write(headers, record.state());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeBoolean(record.retried());
      writeBytes(out, record.key());
      writeBytes(out, record.value());
      Header[] all = headers.toArray();
      out.writeInt(all.length);
      for (Header header : all) {
        writeBytes(out, header.key().getBytes(StandardCharsets.UTF_8));
        writeBytes(out, header.value());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static RawRecord read(byte[] entry) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "an entry of version "
                + version
                + " in the delay store; this Sluice reads version "
                + VERSION
                + ". It was written by a newer one: start that again.");
      }
      boolean retried = in.readBoolean();
      byte[] key = readBytes(in);
      byte[] value = readBytes(in);
      Headers headers = new RecordHeaders();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        byte[] name = readBytes(in);
        headers.add(
            new String(name == null ? new byte[0] : name, StandardCharsets.UTF_8), readBytes(in));
      }
      return new RawRecord(key, value, headers, DeliveryHeaders.read(headers), retried);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeBytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      out.writeInt(ABSENT);
    } else {
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == ABSENT ? null : in.readNBytes(length);
  }
}
