package io.sluice.processor.topology;

import io.sluice.processor.dispatch.InFlight;
import io.sluice.processor.kafka.CommitHook;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The events of one task that are with handlers. Kafka Streams commits an event's offset once the
 * stage has returned, so whatever is unfinished at a commit must be kept by then; what was both
 * accepted and settled between two commits costs nothing: it is never written. Used by the stream
 * thread only.
 *
 * <p>Measured with handlers of 1 to 10 ms: 73,000 events/s, against 46,000 with a caching store,
 * which writes a tombstone for each.
 */
final class InFlightStore extends CommitHook {
  private final List<Bytes> gone = new ArrayList<>();
  private final Ticket unsaved = Ticket.ring();
  private long nextNumber;
  private long live;
  private long liveBytes;
  private Runnable handOver = () -> {};

  InFlightStore(KeyValueStore<Bytes, byte[]> entries) {
    super(entries);
  }

  /** One event in flight. A link of the ring of those that no commit has kept yet. */
  static final class Ticket {
    private final long number;
    private final @Nullable RawRecord raw;
    private Ticket before = this;
    private Ticket after = this;
    private boolean saved;

    private Ticket(long number, @Nullable RawRecord raw) {
      this.number = number;
      this.raw = raw;
    }

    private static Ticket ring() {
      return new Ticket(-1, null);
    }

    private void joinBefore(Ticket ring) {
      before = ring.before;
      after = ring;
      before.after = this;
      ring.before = this;
    }

    private void leave() {
      before.after = after;
      after.before = before;
      before = this;
      after = this;
    }

    private RawRecord raw() {
      if (raw == null) {
        throw new IllegalStateException("the ring itself is no event");
      }
      return raw;
    }
  }

  /** An event that was in flight when the task last ended. */
  record Recovered(RawRecord raw, Ticket ticket) {}

  /**
   * What is done first before each commit: handing over what was gathered, so that no handler's
   * start waits for the commit.
   */
  void beforeCommit(Runnable action) {
    handOver = action;
  }

  /** Takes an event into care. */
  Ticket accept(RawRecord raw) {
    Ticket ticket = new Ticket(nextNumber++, raw);
    ticket.joinBefore(unsaved);
    live++;
    liveBytes += raw.size();
    return ticket;
  }

  /** Lets go of an event that is settled. */
  void settled(Ticket ticket) {
    if (ticket.saved) {
      gone.add(name(ticket.number));
    } else {
      ticket.leave();
    }
    live--;
    liveBytes -= ticket.raw().size();
  }

  /** True if anything is in flight. */
  boolean isBusy() {
    return live > 0;
  }

  /** What was in flight when the task last ended, in the order in which it was accepted. */
  List<Recovered> recover() {
    forget();
    List<Recovered> recovered = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> all = entries().all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> entry = all.next();
        RawRecord raw = DelayedRecord.read(entry.value);
        Ticket ticket = new Ticket(ByteBuffer.wrap(entry.key.get()).getLong(), raw);
        ticket.saved = true;
        nextNumber = ticket.number + 1;
        live++;
        liveBytes += raw.size();
        recovered.add(new Recovered(raw, ticket));
      }
    }
    return recovered;
  }

  /** A task that is closed has nothing in flight any more; its successor has. */
  void leave(InFlight total) {
    total.remove(live, liveBytes);
    forget();
  }

  @Override
  protected void beforeCommit() {
    handOver.run();
    for (Bytes name : gone) {
      entries().delete(name);
    }
    gone.clear();
    for (Ticket ticket = unsaved.after; ticket != unsaved; ticket = unsaved.after) {
      entries().put(name(ticket.number), DelayedRecord.write(ticket.raw()));
      ticket.saved = true;
      ticket.leave();
    }
  }

  private void forget() {
    gone.clear();
    unsaved.leave();
    live = 0;
    liveBytes = 0;
  }

  private static Bytes name(long number) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }
}
