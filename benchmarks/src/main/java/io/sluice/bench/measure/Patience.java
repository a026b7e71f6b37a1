package io.sluice.bench.measure;

import io.sluice.bench.contestant.Contestant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for a contestant as long as it may still come to an end. Not thread-safe. */
final class Patience {
  private static final long LOOK_EVERY_MS = 250;

  private final long limitSeconds;
  private boolean lost;

  Patience(long limitSeconds) {
    this.limitSeconds = limitSeconds;
  }

  /** Something that is waited for in slices. */
  @FunctionalInterface
  interface Slice {
    /** True when it has happened within that time. */
    boolean await(long time, TimeUnit unit) throws InterruptedException;
  }

  /**
   * What went wrong while waiting; null when it has happened.
   *
   * @param what what is waited for, for the message
   */
  @Nullable String await(Slice happened, Contestant contestant, String what)
      throws InterruptedException {
    long slices = TimeUnit.SECONDS.toMillis(limitSeconds) / LOOK_EVERY_MS;
    for (long i = 0; i < slices; i++) {
      if (happened.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        return null;
      }
      String failure = contestant.failure();
      if (failure != null) {
        return failure;
      }
    }
    lost = true;
    return what + " not within " + limitSeconds + " s";
  }

  /** Whether something that was waited for did not happen in time. */
  boolean isLost() {
    return lost;
  }
}
