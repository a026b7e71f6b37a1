package io.sluice.processor.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** How entries are named: a letter for the kind of entry, then what it is about. */
final class Keys {
  private static final byte HEAD = 'H';
  private static final byte JOB = 'J';
  private static final byte COUNT = 'C';
  private static final byte NODE = 'N';
  private static final byte PAYLOAD = 'P';
  private static final byte RESULT = 'R';
  private static final byte TIME = 'T';

  private Keys() {}

  /** What is known of a whole workflow. */
  static byte[] head(String workflow) {
    byte[] id = workflow.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + id.length).put(HEAD).put(id).array();
  }

  /** The state of a node. */
  static byte[] node(String workflow, int node) {
    return ofNode(NODE, workflow, node);
  }

  /** What the event of a step that has not begun is made of. */
  static byte[] payload(String workflow, int node) {
    return ofNode(PAYLOAD, workflow, node);
  }

  /** The result of a step, where it is too large to be with its state. */
  static byte[] result(String workflow, int node) {
    return ofNode(RESULT, workflow, node);
  }

  /** How many workflows are active. */
  static byte[] count() {
    return new byte[] {COUNT};
  }

  /** Work left over, by its number. */
  static byte[] job(long number) {
    return ByteBuffer.allocate(1 + Long.BYTES).put(JOB).putLong(number).array();
  }

  static long jobNumber(byte[] key) {
    return ByteBuffer.wrap(key).getLong(1);
  }

  /** The first key of that time. */
  static byte[] time(long atMs) {
    return ByteBuffer.allocate(1 + Long.BYTES).put(TIME).putLong(Math.max(0, atMs)).array();
  }

  /** What is to happen to a node at a time; node -1: to the workflow itself. */
  static byte[] time(long atMs, String workflow, int node) {
    byte[] id = workflow.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + id.length)
        .put(TIME)
        .putLong(Math.max(0, atMs))
        .putInt(node)
        .put(id)
        .array();
  }

  static long timeMs(byte[] key) {
    return ByteBuffer.wrap(key).getLong(1);
  }

  static int timeNode(byte[] key) {
    return ByteBuffer.wrap(key).getInt(1 + Long.BYTES);
  }

  static String timeWorkflow(byte[] key) {
    int from = 1 + Long.BYTES + Integer.BYTES;
    return new String(key, from, key.length - from, UTF_8);
  }

  private static byte[] ofNode(byte kind, String workflow, int node) {
    byte[] id = workflow.getBytes(UTF_8);
    return ByteBuffer.allocate(1 + Integer.BYTES + id.length + Integer.BYTES)
        .put(kind)
        .putInt(id.length)
        .put(id)
        .putInt(node)
        .array();
  }
}
