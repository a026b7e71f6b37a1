package io.sluice.processor.guard;

import io.sluice.schema.FailureFingerprint;
import io.sluice.schema.LastError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The failed attempts of one handler within a sliding window, counted by their cause. The window
 * moves by a sixtieth of its length at a time. Thread-safe.
 */
final class AlikeFailures {
  private static final int SLICES = 60;

  /** Of a slice; what comes beyond is only counted, as a cause that is like no other. */
  private static final int CAUSES = 100;

  private final GuardRules.Alike rule;
  private final LongSupplier nanoTime;
  private final long sliceNanos;
  private final Deque<Slice> slices = new ArrayDeque<>();

  /** A part of the window. */
  private static final class Slice {
    private final long startNanos;
    private final Map<Cause, Integer> counts = new HashMap<>();
    private int all;

    Slice(long startNanos) {
      this.startNanos = startNanos;
    }

    void count(Cause cause) {
      all++;
      if (counts.size() < CAUSES || counts.containsKey(cause)) {
        counts.merge(cause, 1, Integer::sum);
      }
    }
  }

  /**
   * What failures are compared by: all of the fingerprint but what differs within one cause.
   *
   * @param errorClass of the exception
   * @param place in the user's code
   */
  record Cause(String errorClass, String place) {
    static Cause of(Throwable failure, int stackTraceBytes) {
      FailureFingerprint of = FailureFingerprint.of(LastError.of(failure, stackTraceBytes));
      return new Cause(of.errorClass(), of.place());
    }

    /** As {@code sluice dlq stats} has it. */
    String id(String type, String handler) {
      return new FailureFingerprint(errorClass, place, null, "").id(type, handler);
    }
  }

  /**
   * What has gone wrong.
   *
   * @param cause the most frequent one
   * @param alike how many failures have it
   * @param all how many there were
   */
  record Outage(Cause cause, int alike, int all) {}

  AlikeFailures(GuardRules.Alike rule, LongSupplier nanoTime) {
    this.rule = rule;
    this.nanoTime = nanoTime;
    this.sliceNanos = Math.max(1, rule.window().toNanos() / SLICES);
  }

  void failed(Throwable failure) {
    Cause cause = Cause.of(failure, rule.stackTraceBytes());
    synchronized (this) {
      long now = nanoTime.getAsLong();
      forgetOld(now);
      Slice last = slices.peekLast();
      if (last == null || now - last.startNanos >= sliceNanos) {
        last = new Slice(now);
        slices.addLast(last);
      }
      last.count(cause);
    }
  }

  /** The outage that the window shows, if it does. */
  synchronized Optional<Outage> outage() {
    forgetOld(nanoTime.getAsLong());
    int all = 0;
    Map<Cause, Integer> counts = new HashMap<>();
    for (Slice slice : slices) {
      all += slice.all;
      slice.counts.forEach((cause, count) -> counts.merge(cause, count, Integer::sum));
    }
    int total = all;
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> new Outage(most.getKey(), most.getValue(), total))
        .filter(found -> total >= rule.failures() && found.alike() >= rule.share() * total);
  }

  /** From now on counts anew. */
  synchronized void clear() {
    slices.clear();
  }

  private void forgetOld(long now) {
    long windowNanos = rule.window().toNanos();
    while (!slices.isEmpty() && now - slices.getFirst().startNanos > windowNanos) {
      slices.removeFirst();
    }
  }
}
