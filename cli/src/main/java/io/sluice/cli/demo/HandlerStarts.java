package io.sluice.cli.demo;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the handler of each event was first begun, noted by the handlers themselves: the pipeline's
 * own word for it would prove nothing. Thread-safe.
 */
final class HandlerStarts {
  private final InstantSource clock;
  private final Map<String, Instant> firstById = new ConcurrentHashMap<>();

  HandlerStarts(InstantSource clock) {
    this.clock = clock;
  }

  /** The same handler, watched. */
  <T> EventHandler<T> watch(EventHandler<T> handler) {
    return new EventHandler<>() {
      @Override
      public void handle(T data, EventContext context) throws Exception {
        firstById.putIfAbsent(context.id(), clock.instant());
        handler.handle(data, context);
      }

      @Override
      public void close() throws Exception {
        handler.close();
      }
    };
  }

  /** By event id; those whose handler never ran are absent. */
  Map<String, Instant> firstById() {
    return Map.copyOf(firstById);
  }
}
