package io.sluice.examples.demo;

import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;

/**
 * Makes the handlers of another provider, under its name and from its settings, each wrapped in a
 * {@link FlakyHandler}.
 *
 * @param <T> the real handler's data
 */
public final class FlakyProvider<T> implements HandlerProvider<T> {
  private final HandlerProvider<T> real;
  private final DemoFaults faults;
  private final EffectLog effects;

  /** Wraps a provider. */
  public FlakyProvider(HandlerProvider<T> real, DemoFaults faults, EffectLog effects) {
    this.real = real;
    this.faults = faults;
    this.effects = effects;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Class<T> dataType() {
    return real.dataType();
  }

  @Override
  public EventHandler<T> create(HandlerSettings settings) {
    return new FlakyHandler<>(real.create(settings), faults, effects);
  }
}
