package io.sluice.bench.measure;

import io.sluice.bench.topic.Input;
import java.util.concurrent.TimeUnit;

/** What a handler does with an event. */
public enum Task {
  /** Nothing: what remains is what the contestant itself costs. */
  NOTHING,
  /** Waits 10 ms, as for a mail server. */
  WAIT,
  /** Every tenth event fails at its first attempt. */
  FAIL_ONCE,
  /** Nothing; to compare with {@link #FAIL_HEADS}. */
  HEADS_FINE,
  /** The first event of every tenth key fails at its first attempt. */
  FAIL_HEADS;

  private static final int ONE_OF = 10;
  private static final long WAIT_MS = 10;

  void run(Input input, long sequence, int attempt) throws Exception {
    if (this == WAIT) {
      TimeUnit.MILLISECONDS.sleep(WAIT_MS);
    }
    if (attempt == 1 && fails(input, sequence)) {
      throw new PlannedFailure();
    }
  }

  /** Whether the event counts for the rate: not those that wait because of a failing head. */
  boolean counts(Input input, long sequence) {
    return switch (this) {
      case NOTHING, WAIT, FAIL_ONCE -> true;
      case HEADS_FINE, FAIL_HEADS -> input.key(sequence) % ONE_OF != 0;
    };
  }

  private boolean fails(Input input, long sequence) {
    return switch (this) {
      case NOTHING, WAIT, HEADS_FINE -> false;
      case FAIL_ONCE -> sequence >= input.warmUp() && sequence % ONE_OF == 0;
      case FAIL_HEADS ->
          sequence >= input.warmUp()
              && sequence < input.warmUp() + input.keys()
              && input.key(sequence) % ONE_OF == 0;
    };
  }
}
