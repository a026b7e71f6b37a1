package io.sluice.processor.guard;

import io.sluice.processor.control.Control;
import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlState;
import io.sluice.processor.metrics.PipelineMetrics;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pauses handlers whose failures are all alike, and keeps track of what is paused. Thread-safe. */
final class Outages {
  private static final Logger LOG = LoggerFactory.getLogger(Outages.class);

  private final Control control;
  private final InstantSource wall;
  private final String instance;
  private final PipelineMetrics metrics;
  private final OutagePauses own = new OutagePauses();
  private Map<String, ControlRecord.Pause> before = Map.of();

  Outages(Control control, InstantSource wall, String instance, PipelineMetrics metrics) {
    this.control = control;
    this.wall = wall;
    this.instance = instance;
    this.metrics = metrics;
  }

  /**
   * Takes in what was said.
   *
   * @param resumed told of what was paused and is no longer
   */
  synchronized void heard(ControlState state, Consumer<String> resumed) {
    own.heard(state);
    Map<String, ControlRecord.Pause> now = state.paused();
    for (ControlRecord.Pause ended : before.values()) {
      ControlRecord.Pause still = now.get(ended.subject());
      if (still == null || !cause(still).equals(cause(ended))) {
        metrics.paused(ended.subject(), cause(ended), false);
      }
      if (still == null) {
        resumed.accept(ended.subject());
      }
    }
    now.values().forEach(pause -> metrics.paused(pause.subject(), cause(pause), true));
    before = new HashMap<>(now);
  }

  private static String cause(ControlRecord.Pause pause) {
    return pause.fingerprint() == null ? "operator" : "alike_failures";
  }

  synchronized Pauses paused(ControlState state) {
    Set<String> handlers = own.now(wall.millis());
    Set<String> subjects = new HashSet<>();
    for (ControlRecord.Pause pause : state.paused().values()) {
      (pause.fingerprint() == null ? subjects : handlers).add(pause.subject());
    }
    return new Pauses(subjects, handlers);
  }

  /** When it is worth looking again without having heard anything, ms since the epoch. */
  synchronized long lookAgainAtMs() {
    return own.nextEndMs();
  }

  /**
   * Pauses the handler if its failures show an outage.
   *
   * @param pausedHere to be called once it is paused in this instance
   * @return true if they do
   */
  boolean holdBack(String handler, String type, AlikeFailures failures, Runnable pausedHere) {
    Optional<AlikeFailures.Outage> outage = failures.outage();
    if (outage.isEmpty()) {
      return false;
    }
    if (isNew(handler)) {
      pausedHere.run();
      tell(handler, type, outage.get());
    }
    return true;
  }

  private synchronized boolean isNew(String handler) {
    return !control.state().paused().containsKey(handler) && own.add(handler, wall.millis());
  }

  private void tell(String handler, String type, AlikeFailures.Outage outage) {
    String fingerprint = outage.cause().id(type, handler);
    String reason =
        outage.alike()
            + " of the last "
            + outage.all()
            + " failures are alike: "
            + outage.cause().errorClass()
            + " at "
            + outage.cause().place();
    LOG.error(
        "Paused {}: {} (fingerprint {}). Nothing more is dead-lettered; its events wait with their"
            + " attempts kept. Repair what they depend on, then: sluice resume \"{}\"",
        handler,
        reason,
        fingerprint,
        handler);
    control.say(
        new ControlRecord.Pause(
            handler, new ControlRecord.Mandate(instance, wall.millis(), reason), fingerprint));
  }
}
