package io.sluice.processor.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log when a breaker comes to another state, once each. Thread-safe. */
final class BreakerLog {
  private static final Logger LOG = LoggerFactory.getLogger(BreakerLog.class);

  private final Map<String, State> told = new ConcurrentHashMap<>();

  /**
   * To be told whenever something may have changed.
   *
   * @param untilMs while open: until when, ms since the epoch
   */
  void changed(String name, State state, long untilMs) {
    if (state == told.put(name, state)) {
      return;
    }
    switch (state) {
      case OPEN, FORCED_OPEN ->
          LOG.warn(
              "The circuit breaker {} is open until {}; its events wait, and use up no attempts",
              name,
              Instant.ofEpochMilli(untilMs));
      case HALF_OPEN -> LOG.info("The circuit breaker {} is half-open: a few are tried", name);
      default -> LOG.info("The circuit breaker {} is closed", name);
    }
  }
}
