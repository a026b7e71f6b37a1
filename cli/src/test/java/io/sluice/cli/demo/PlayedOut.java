package io.sluice.cli.demo;

import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts of a run in which a plan went as planned; tests spoil them where they want. */
final class PlayedOut {
  final DemoPlan plan;
  final StatusLedger statuses = new StatusLedger();
  final Map<String, Integer> effects = new HashMap<>();
  final Map<String, Integer> emitted = new HashMap<>();
  final Set<String> garbage = new HashSet<>();
  final Map<String, Instant> startedAt = new HashMap<>();
  final Map<String, Instant> dueAt = new HashMap<>();
  long replayed;

  /** Plays a plan, leaving out every status of one id. */
  PlayedOut(DemoPlan plan, @Nullable String swallowed) {
    this.plan = plan;
    for (Step step : plan.steps()) {
      if (step instanceof Step.Publish publish) {
        if (!publish.event().id().equals(swallowed)) {
          play(publish.event());
        }
      } else if (step instanceof Step.Repeat repeat) {
        tell(repeat.event().id(), Outcome.DISCARDED, "duplicate", 0);
      } else {
        String id = "shop.events/0/" + garbage.size();
        garbage.add(id);
        tell(id, Outcome.DEAD, "undecodable", 0);
        tell(id, Outcome.DEAD, "undecodable", 1);
        replayed++;
      }
    }
  }

  static PlayedOut of(int events, long seed) {
    return new PlayedOut(DemoPlan.of(events, seed), null);
  }

  private void play(PlannedEvent event) {
    String id = event.id();
    switch (event.fate()) {
      case SUCCEEDS -> succeed(event, 0);
      case DELAYED -> {
        dueAt.put(id, Instant.EPOCH);
        tell(id, Outcome.DELAYED, null, 0);
        succeed(event, 0);
      }
      case FAILS_ONCE, FAILS_TWICE -> {
        for (int i = 0; i < event.fate().failures(); i++) {
          tell(id, Outcome.RETRY, null, 0);
        }
        succeed(event, 0);
      }
      case EXPIRED -> tell(id, Outcome.EXPIRED, "expired", 0);
      case ALWAYS_FAILS -> {
        tell(id, Outcome.RETRY, null, 0);
        tell(id, Outcome.DEAD, "attempts_exhausted", 0);
        replayed++;
        succeed(event, 1);
      }
    }
  }

  private void succeed(PlannedEvent event, int replayCount) {
    tell(event.id(), Outcome.SUCCEEDED, null, replayCount);
    startedAt.put(event.id(), Instant.EPOCH);
    effects.merge(event.id(), 1, Integer::sum);
    if (event.type().equals(DemoData.PAYMENT)) {
      emitted.merge(event.id() + ".charged", 1, Integer::sum);
    }
  }

  void tell(String id, Outcome outcome, @Nullable String reason, int replayCount) {
    statuses.observe(
        EventStatus.newBuilder()
            .setId(id)
            .setPipeline("shop")
            .setOutcome(outcome)
            .setReason(reason)
            .setAttempt(1)
            .setAt(Instant.EPOCH)
            .setTopic("shop.events")
            .setPartition(0)
            .setOffset(0)
            .setReplayCount(replayCount)
            .build());
  }

  DemoLedger reckon() {
    return Reckoning.of(
        new DemoFacts(
            plan,
            new SentRecords(garbage, dueAt),
            statuses,
            effects,
            startedAt,
            emitted,
            replayed,
            1.5));
  }
}
