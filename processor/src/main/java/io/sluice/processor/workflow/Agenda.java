package io.sluice.processor.workflow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done later: work that was too much for one time, and what falls due. Both are in
 * the store; the numbers of the first, and the time of the next, are in memory.
 */
final class Agenda {
  /** Sorts after every time that there is. */
  private static final byte[] END_OF_TIME = Keys.time(Long.MAX_VALUE);

  private static final int JOBS_AT_ONCE = 1_000;

  private final WorkflowStore store;
  private final ArrayDeque<Long> jobs = new ArrayDeque<>();
  private long nextJob;
  private long lowWaterMs;
  private @Nullable Long nextDueMs;

  /** What a piece of work is. */
  enum Kind {
    /** To begin a node. */
    BEGIN,
    /** To begin the members of a group from one on. */
    MEMBERS,
    /** To delete the nodes of a workflow from one on. */
    DELETE
  }

  /**
   * A piece of work.
   *
   * @param node the node; for DELETE the first to delete
   * @param next for MEMBERS: the place of the next one
   * @param causationId the event that it comes of; empty: none
   */
  record Job(Kind kind, String workflow, int node, int next, String causationId) {}

  /** What falls due: node -1 is the workflow itself. */
  record Due(String workflow, int node, long atMs) {}

  Agenda(WorkflowStore store) {
    this.store = store;
  }

  /** Takes up what is in the store. */
  void open() {
    jobs.clear();
    nextJob = 0;
    lowWaterMs = 0;
    List<WorkflowStore.Entry> some;
    do {
      some = store.range(Keys.job(nextJob), Keys.job(Long.MAX_VALUE), JOBS_AT_ONCE);
      for (WorkflowStore.Entry entry : some) {
        jobs.add(Keys.jobNumber(entry.key()));
        nextJob = Keys.jobNumber(entry.key()) + 1;
      }
    } while (some.size() == JOBS_AT_ONCE);
    lookAhead();
  }

  /** Adds work, to be done after all that there is. */
  void add(Job job) {
    long number = nextJob++;
    jobs.addLast(number);
    store.put(Keys.job(number), write(job));
  }

  boolean hasWork() {
    return !jobs.isEmpty();
  }

  /** Takes the work that comes first. */
  Job take() {
    long number = jobs.removeFirst();
    byte[] key = Keys.job(number);
    byte[] entry = store.get(key);
    if (entry == null) {
      throw new IllegalStateException("work " + number + " is not in the workflow store");
    }
    store.delete(key);
    return read(entry);
  }

  /** Makes something fall due. */
  void remind(long atMs, String workflow, int node) {
    store.put(Keys.time(atMs, workflow, node), new byte[0]);
    lowWaterMs = Math.min(lowWaterMs, Math.max(0, atMs));
    nextDueMs = nextDueMs == null ? atMs : Math.min(nextDueMs, atMs);
  }

  /** Takes back what was to fall due; whoever looks at that time finds nothing. */
  void takeBack(long atMs, String workflow, int node) {
    store.delete(Keys.time(atMs, workflow, node));
  }

  /** When the next thing falls due, ms since the epoch; null: nothing does. */
  @Nullable Long nextDueMs() {
    return nextDueMs;
  }

  /** Takes the first of what is due by now; null when nothing is. */
  @Nullable Due takeDue(long nowMs) {
    if (nextDueMs == null || nextDueMs > nowMs) {
      return null;
    }
    List<WorkflowStore.Entry> first = store.range(Keys.time(lowWaterMs), END_OF_TIME, 1);
    if (first.isEmpty() || Keys.timeMs(first.get(0).key()) > nowMs) {
      lookAhead();
      return null;
    }
    byte[] key = first.get(0).key();
    store.delete(key);
    lowWaterMs = Keys.timeMs(key);
    lookAhead();
    return new Due(Keys.timeWorkflow(key), Keys.timeNode(key), Keys.timeMs(key));
  }

  /** From the last time that was taken: what lies before is deleted, and costs to step over. */
  private void lookAhead() {
    List<WorkflowStore.Entry> first = store.range(Keys.time(lowWaterMs), END_OF_TIME, 1);
    nextDueMs = first.isEmpty() ? null : (Long) Keys.timeMs(first.get(0).key());
  }

  private static byte[] write(Job job) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(job.kind().ordinal());
      out.writeUTF(job.workflow());
      out.writeInt(job.node());
      out.writeInt(job.next());
      out.writeUTF(job.causationId());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Job read(byte[] entry) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(entry))) {
      return new Job(
          Kind.values()[in.readByte()], in.readUTF(), in.readInt(), in.readInt(), in.readUTF());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
