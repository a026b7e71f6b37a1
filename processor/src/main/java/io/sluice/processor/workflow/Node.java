package io.sluice.processor.workflow;

import io.sluice.schema.avro.GroupPolicy;
import io.sluice.schema.avro.NodeKind;
import io.sluice.schema.avro.StepEvent;
import io.sluice.schema.avro.WorkflowNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** One node of a workflow, its shape and where it stands, as an entry of the store. */
final class Node {
  private static final int VERSION = 1;

  final NodeKind kind;
  final int parent;
  final int firstChild;
  final int children;
  final GroupPolicy policy;
  final int needed;
  final long deadlineMs;
  final String givenId;
  final String type;
  final boolean immutable;

  State state = State.OPEN;
  boolean begun;

  /** The node whose results its first steps are given; -1: none. */
  int input = -1;

  /** Of a chain: the place of the child whose turn it is. */
  int current;

  /** Of a group: how many members have succeeded, and how many have failed. */
  int succeeded;

  int failed;

  /** Of a group: true once its deadline has passed, so that it stands as it is. */
  boolean closed;

  /** Of a group that has begun: when its deadline is, ms since the epoch; -1: never. */
  long deadlineAtMs = -1;

  /** Of a step: the word of its outcome; empty: none yet. */
  String outcome = "";

  /** Of a step: how large its result is, bytes; -1: it has none. */
  int resultBytes = -1;

  /** Of a step: its result, where that is small; larger ones have an entry of their own. */
  byte @Nullable [] result;

  private Node(Shape shape, String givenId, String type, boolean immutable) {
    this.kind = shape.kind;
    this.parent = shape.parent;
    this.firstChild = shape.firstChild;
    this.children = shape.children;
    this.policy = shape.policy;
    this.needed = shape.needed;
    this.deadlineMs = shape.deadlineMs;
    this.givenId = givenId;
    this.type = type;
    this.immutable = immutable;
  }

  private record Shape(
      NodeKind kind,
      int parent,
      int firstChild,
      int children,
      GroupPolicy policy,
      int needed,
      long deadlineMs) {}

  /** As it is defined. */
  static Node of(WorkflowNode defined) {
    GroupPolicy policy = defined.getPolicy();
    Long deadline = defined.getDeadlineMs();
    StepEvent step = defined.getStep();
    String givenId = step == null ? null : step.getId();
    return new Node(
        new Shape(
            defined.getKind(),
            defined.getParent(),
            defined.getFirstChild(),
            defined.getChildren(),
            policy == null ? GroupPolicy.ALL : policy,
            defined.getNeeded(),
            deadline == null ? -1 : deadline),
        givenId == null ? "" : givenId,
        step == null ? "" : step.getType(),
        step != null && step.getImmutable());
  }

  boolean isStep() {
    return kind == NodeKind.STEP;
  }

  /** Where a group stands by its counts. */
  State counted() {
    if (children == 0) {
      return State.SUCCEEDED;
    }
    if (policy == GroupPolicy.ALWAYS) {
      return succeeded + failed == children ? State.SUCCEEDED : State.OPEN;
    }
    int enough =
        switch (policy) {
          case ANY -> 1;
          case N_OF_M -> needed;
          case ALL, ALWAYS -> children;
        };
    if (succeeded >= enough) {
      return State.SUCCEEDED;
    }
    return children - failed < enough ? State.FAILED : State.OPEN;
  }

  byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeByte(kind.ordinal());
      out.writeInt(parent);
      out.writeInt(firstChild);
      out.writeInt(children);
      out.writeByte(policy.ordinal());
      out.writeInt(needed);
      out.writeLong(deadlineMs);
      out.writeUTF(givenId);
      out.writeUTF(type);
      out.writeBoolean(immutable);
      out.writeByte(state.ordinal());
      out.writeBoolean(begun);
      out.writeInt(input);
      out.writeInt(current);
      out.writeInt(succeeded);
      out.writeInt(failed);
      out.writeBoolean(closed);
      out.writeLong(deadlineAtMs);
      out.writeUTF(outcome);
      out.writeInt(resultBytes);
      byte[] kept = result;
      out.writeBoolean(kept != null);
      if (kept != null) {
        out.write(kept);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Node read(byte[] entry) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry))) {
      Versions.check(in.readByte(), VERSION);
      Shape shape =
          new Shape(
              NodeKind.values()[in.readByte()],
              in.readInt(),
              in.readInt(),
              in.readInt(),
              GroupPolicy.values()[in.readByte()],
              in.readInt(),
              in.readLong());
      Node node = new Node(shape, in.readUTF(), in.readUTF(), in.readBoolean());
      node.state = State.values()[in.readByte()];
      node.begun = in.readBoolean();
      node.input = in.readInt();
      node.current = in.readInt();
      node.succeeded = in.readInt();
      node.failed = in.readInt();
      node.closed = in.readBoolean();
      node.deadlineAtMs = in.readLong();
      node.outcome = in.readUTF();
      node.resultBytes = in.readInt();
      node.result = in.readBoolean() ? in.readNBytes(node.resultBytes) : null;
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
