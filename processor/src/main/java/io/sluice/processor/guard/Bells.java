package io.sluice.processor.guard;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Tells whoever holds events back that it is worth asking again. Thread-safe. */
final class Bells {
  private final AtomicLong changes = new AtomicLong();
  private final List<Runnable> bells = new CopyOnWriteArrayList<>();

  long changes() {
    return changes.get();
  }

  void ring() {
    changes.incrementAndGet();
    bells.forEach(Runnable::run);
  }

  void add(Runnable bell) {
    bells.add(bell);
  }

  void remove(Runnable bell) {
    bells.remove(bell);
  }
}
