package io.sluice.processor;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the log what an instance hears: who said what, and what was taken back. Breakers tell
 * of themselves. Thread-safe.
 */
final class ControlLog implements Consumer<ControlState> {
  private static final Logger LOG = LoggerFactory.getLogger(ControlLog.class);

  private Map<String, ControlRecord> known = Map.of();

  @Override
  public synchronized void accept(ControlState state) {
    Map<String, ControlRecord> now = new HashMap<>();
    for (Map<String, ? extends ControlRecord> of :
        List.of(state.paused(), state.rates(), state.concurrency(), state.cancelled())) {
      of.values().forEach(record -> now.put(what(record), record));
    }
    now.forEach(
        (what, record) -> {
          if (!known.containsKey(what)) {
            ControlRecord.Mandate mandate = record.mandate();
            String reason = mandate.reason() == null ? "no reason given" : mandate.reason();
            LOG.info("{}, by {} ({})", what, mandate.by(), reason);
          }
        });
    known.keySet().stream()
        .filter(what -> !now.containsKey(what))
        .forEach(what -> LOG.info("No longer: {}", what));
    known = now;
  }

  private static String what(ControlRecord record) {
    if (record instanceof ControlRecord.Rate rate) {
      return "Rate limit of " + rate.subject() + ": " + rate.limit();
    }
    if (record instanceof ControlRecord.Concurrency concurrency) {
      return "Concurrency of " + concurrency.subject() + ": " + concurrency.attempts();
    }
    return (record instanceof ControlRecord.Pause ? "Paused " : "Cancelled ") + record.subject();
  }
}
