package io.sluice.processor;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlState;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.RegisteredHandler;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what operators say of attempts that run: how many at once, and which ones are
 * withdrawn. Thread-safe.
 */
final class LiveLimits implements Consumer<ControlState> {
  private final Workers workers;
  private final HandlerRegistry handlers;
  private final boolean interrupts;
  private Map<String, ControlRecord.Concurrency> concurrency = Map.of();
  private Set<String> withdrawn = Set.of();

  /**
   * @param interrupts false: what runs is let end, though it is withdrawn
   */
  LiveLimits(Workers workers, HandlerRegistry handlers, boolean interrupts) {
    this.interrupts = interrupts;
    this.workers = workers;
    this.handlers = handlers;
  }

  @Override
  public synchronized void accept(ControlState state) {
    if (!state.concurrency().equals(concurrency)) {
      concurrency = state.concurrency();
      handlers.all().forEach(this::limit);
    }
    Set<String> now = state.cancelled().keySet();
    if (interrupts && !withdrawn.containsAll(now)) {
      workers.cancel(event -> isWithdrawn(event.id(), event.workflowId(), now));
    }
    withdrawn = now;
  }

  private static boolean isWithdrawn(String id, @Nullable String workflow, Set<String> withdrawn) {
    return withdrawn.contains(id) || (workflow != null && withdrawn.contains(workflow));
  }

  private void limit(RegisteredHandler<?> handler) {
    ControlRecord.Concurrency said = concurrency.get(handler.name());
    workers.limit(handler, said == null ? null : (Integer) said.attempts());
  }
}
