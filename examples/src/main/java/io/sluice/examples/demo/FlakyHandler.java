package io.sluice.examples.demo;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;

/**
 * A real handler that fails when the demo planned it, before it does anything; and whose effects
 * are counted once it is done. As thread-safe as the real one.
 *
 * @param <T> the real handler's data
 */
public final class FlakyHandler<T> implements EventHandler<T> {
  private final EventHandler<T> real;
  private final DemoFaults faults;
  private final EffectLog effects;

  /** Wraps a handler, and closes it at the end. */
  public FlakyHandler(EventHandler<T> real, DemoFaults faults, EffectLog effects) {
    this.real = real;
    this.faults = faults;
    this.effects = effects;
  }

  @Override
  public void handle(T data, EventContext context) throws Exception {
    faults.failIfPlanned(context);
    real.handle(data, context);
    effects.applied(context.id());
  }

  @Override
  public void close() throws Exception {
    real.close();
  }
}
