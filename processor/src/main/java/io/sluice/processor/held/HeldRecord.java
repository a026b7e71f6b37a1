package io.sluice.processor.held;

import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
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
 *
 * @param key the record's key bytes; null when there is none
 * @param value the record's value bytes; null for a tombstone
 * @param headers every header, the user's own among them; not to be changed
 * @param state attempts, due time, last error and so on, as the headers tell it
 * @param retried true if it came back through the retry topic
 */
public record HeldRecord(
    byte @Nullable [] key,
    byte @Nullable [] value,
    Headers headers,
    DeliveryState state,
    boolean retried) {
  private static final int VERSION = 1;
  private static final int ABSENT = -1;

  /** As the value of an entry; the state takes the place of what the headers say of it. */
  public byte[] write() {
    Headers all = new RecordHeaders(headers);
    DeliveryHeaders.write(all, state);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeBoolean(retried);
      writeBytes(out, key);
      writeBytes(out, value);
      Header[] each = all.toArray();
      out.writeInt(each.length);
      for (Header header : each) {
        writeBytes(out, header.key().getBytes(StandardCharsets.UTF_8));
        writeBytes(out, header.value());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * From the value of an entry.
   *
   * @throws IllegalStateException when a newer Sluice has written it
   */
  public static HeldRecord read(byte[] entry) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "an entry of version "
                + version
                + " in a store of events; this Sluice reads version "
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
      return new HeldRecord(key, value, headers, DeliveryHeaders.read(headers), retried);
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
