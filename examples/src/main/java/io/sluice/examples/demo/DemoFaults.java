package io.sluice.examples.demo;

import io.sluice.processor.handler.EventContext;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts fail, by the labels of an event: {@link #FAIL_FIRST} for the first attempts,
 * {@link #FAIL_ALWAYS} until the cause is removed. Thread-safe.
 */
public final class DemoFaults {
  /** Label: a whole number; so many attempts fail, and the next one succeeds. */
  public static final String FAIL_FIRST = "demo.fail_first";

  /** Label: {@code true}; every attempt fails until {@link #removeCause()}. */
  public static final String FAIL_ALWAYS = "demo.fail_always";

  private final AtomicBoolean causeRemoved = new AtomicBoolean();

  /** From now on no event fails always: what an operator does before a replay. */
  public void removeCause() {
    causeRemoved.set(true);
  }

  /**
   * Fails when this attempt is planned to fail.
   *
   * @throws SimulatedFailure when it is
   */
  void failIfPlanned(EventContext context) {
    if ("true".equals(context.labels().get(FAIL_ALWAYS)) && !causeRemoved.get()) {
      throw new SimulatedFailure("planned to fail until the cause is removed");
    }
    int failures = count(context.labels().get(FAIL_FIRST));
    if (context.attempt() <= failures) {
      throw new SimulatedFailure(
          "planned to fail: attempt " + context.attempt() + " of " + failures);
    }
  }

  private static int count(@Nullable String label) {
    return label == null ? 0 : Integer.parseInt(label);
  }
}
