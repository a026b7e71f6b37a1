package io.sluice.processor.workflow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What is known of a workflow as a whole, as an entry of the store. */
final class Head {
  private static final int VERSION = 1;

  final int parts;
  final String source;
  final String correlationId;
  final String causationId;
  final int onFailure;

  Phase phase = Phase.LOADING;
  int nextPart;

  /** How many nodes are known so far. */
  int nodes;

  /** The number that the next chain's or group's first child must have. */
  int nextChild = 1;

  boolean failureHandled;
  long changedAtMs;
  long rememberedUntilMs;

  /** Where a workflow is in its life. */
  enum Phase {
    /** Parts of its definition are still to come. */
    LOADING,
    /** It goes on by itself. */
    RUNNING,
    /** It waits for a replay. */
    FAILED,
    /** It is over, and being deleted or remembered. */
    OVER,
    /** Its definition contradicts itself; what there is of it is being deleted. */
    REFUSED
  }

  /** Of the first part; texts that are not given are empty. */
  Head(int parts, String source, String correlationId, String causationId, int onFailure) {
    this.parts = parts;
    this.source = source;
    this.correlationId = correlationId;
    this.causationId = causationId;
    this.onFailure = onFailure;
  }

  boolean isLive() {
    return phase == Phase.RUNNING || phase == Phase.FAILED;
  }

  byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(parts);
      out.writeUTF(source);
      out.writeUTF(correlationId);
      out.writeUTF(causationId);
      out.writeInt(onFailure);
      out.writeByte(phase.ordinal());
      out.writeInt(nextPart);
      out.writeInt(nodes);
      out.writeInt(nextChild);
      out.writeBoolean(failureHandled);
      out.writeLong(changedAtMs);
      out.writeLong(rememberedUntilMs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Head read(byte[] entry) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry))) {
      Versions.check(in.readByte(), VERSION);
      Head head = new Head(in.readInt(), in.readUTF(), in.readUTF(), in.readUTF(), in.readInt());
      head.phase = Phase.values()[in.readByte()];
      head.nextPart = in.readInt();
      head.nodes = in.readInt();
      head.nextChild = in.readInt();
      head.failureHandled = in.readBoolean();
      head.changedAtMs = in.readLong();
      head.rememberedUntilMs = in.readLong();
      return head;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
