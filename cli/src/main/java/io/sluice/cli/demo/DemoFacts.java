package io.sluice.cli.demo;

import java.time.Instant;
import java.util.Map;

/**
 * What was found after a run, each fact read from where it happened.
 *
 * @param plan what was sent
 * @param sent what was sent beyond the plan: where garbage landed, and when delayed events are due
 * @param statuses what the pipeline says of each event
 * @param effects how often the effect of each event was found applied, by event id
 * @param startedAt when the handler of each event was first begun, by event id
 * @param emitted how often each follow-up event is on its topic, by event id
 * @param replayed how many dead letters were replayed
 * @param seconds how long it took
 */
record DemoFacts(
    DemoPlan plan,
    SentRecords sent,
    StatusLedger statuses,
    Map<String, Integer> effects,
    Map<String, Instant> startedAt,
    Map<String, Integer> emitted,
    long replayed,
    double seconds) {

  DemoFacts {
    effects = Map.copyOf(effects);
    startedAt = Map.copyOf(startedAt);
    emitted = Map.copyOf(emitted);
  }
}
