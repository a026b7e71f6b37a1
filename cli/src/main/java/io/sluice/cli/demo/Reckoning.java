package io.sluice.cli.demo;

import io.sluice.schema.avro.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Facts against plan: counts what was found and says what does not add up. Pure; nothing is taken
 * from the plan that could be counted.
 */
final class Reckoning {
  private static final int NAMED = 5;

  private final DemoFacts facts;
  private final DemoPlan plan;
  private final StatusLedger statuses;
  private final List<String> ids;
  private final List<String> problems = new ArrayList<>();

  private Reckoning(DemoFacts facts) {
    this.facts = facts;
    this.plan = facts.plan();
    this.statuses = facts.statuses();
    this.ids = plan.events().stream().map(PlannedEvent::id).toList();
  }

  static DemoLedger of(DemoFacts facts) {
    return new Reckoning(facts).ledger();
  }

  private DemoLedger ledger() {
    Set<String> lost = lost();
    Set<String> succeeded = withLast(Outcome.SUCCEEDED);
    Set<String> missing = new HashSet<>(succeeded);
    missing.removeAll(facts.effects().keySet());
    Set<String> tooEarly = tooEarly();
    Set<String> twice = moreThanOnce(facts.effects());
    Set<String> emittedTwice = moreThanOnce(facts.emitted());
    DemoLedger ledger =
        new DemoLedger(
            ids.size(),
            statuses.duplicates(),
            succeeded.size(),
            statuses.count(ids, EventHistory::retried),
            statuses.count(ids, history -> history.dead() > 0),
            withLast(Outcome.DEAD).size(),
            statuses.count(facts.sent().garbageIds(), Reckoning::isUndecodable),
            withLast(Outcome.EXPIRED).size(),
            facts.sent().dueAt().size() - tooEarly.size(),
            facts.replayed(),
            lost.size(),
            twice.size(),
            missing.size(),
            facts.emitted().size(),
            emittedTwice.size(),
            facts.seconds(),
            List.of());
    none("lost", lost);
    none("effects applied twice", twice);
    none("effects missing of events that succeeded", missing);
    none("effects of events that did not succeed", effectsWithoutSuccess(succeeded));
    none("delayed events not run, or before their time", tooEarly);
    none("follow-up events emitted twice", emittedTwice);
    none("events that succeeded twice", idsWhere(history -> history.succeeded() > 1));
    compareSums(ledger);
    return withProblems(ledger, problems);
  }

  private void compareSums(DemoLedger ledger) {
    same(
        "published = succeeded + expired + still dead + lost events",
        ledger.published(),
        ledger.succeeded()
            + ledger.expired()
            + ledger.stillDead()
            + statuses.count(ids, history -> !history.isSettled()));
    same("duplicates dropped", plan.duplicates(), ledger.duplicates());
    same("undecodable records dead-lettered", plan.undecodable(), ledger.undecodable());
    same("events retried", plan.countRetried(), ledger.retried());
    same("events dead-lettered", plan.count(Fate.ALWAYS_FAILS), ledger.dead());
    same("events dead after the replay", 0, ledger.stillDead());
    same("events expired", plan.count(Fate.EXPIRED), ledger.expired());
    same("events delayed", plan.count(Fate.DELAYED), ledger.delayed());
    same(
        "replayed = dead + undecodable",
        ledger.dead() + (long) ledger.undecodable(),
        ledger.replayed());
    same(
        "follow-up events = payments that succeeded",
        (int)
            plan.events().stream()
                .filter(event -> event.type().equals(DemoData.PAYMENT))
                .filter(event -> statuses.of(event.id()).last() == Outcome.SUCCEEDED)
                .count(),
        ledger.emitted());
  }

  /** Sent, and no outcome told; or replayed, and no outcome told of the replay. */
  private Set<String> lost() {
    Set<String> lost = new HashSet<>();
    for (Collection<String> sent : List.of(ids, facts.sent().garbageIds())) {
      for (String id : sent) {
        EventHistory history = statuses.of(id);
        boolean lostInReplay = facts.replayed() > 0 && history.dead() > 0 && !history.replayed();
        if (!history.isSettled() || lostInReplay) {
          lost.add(id);
        }
      }
    }
    return lost;
  }

  /**
   * A delayed event that was due when the pipeline came to it was never held, which is no fault;
   * that it ran before its time would be.
   */
  private Set<String> tooEarly() {
    Set<String> early = new HashSet<>();
    facts
        .sent()
        .dueAt()
        .forEach(
            (id, due) -> {
              Instant startedAt = facts.startedAt().get(id);
              if (startedAt == null || startedAt.isBefore(due)) {
                early.add(id);
              }
            });
    return early;
  }

  private Set<String> effectsWithoutSuccess(Set<String> succeeded) {
    Set<String> without = new HashSet<>(facts.effects().keySet());
    without.removeAll(succeeded);
    return without;
  }

  private Set<String> withLast(Outcome outcome) {
    return idsWhere(history -> history.last() == outcome);
  }

  private Set<String> idsWhere(Predicate<EventHistory> what) {
    return ids.stream().filter(id -> what.test(statuses.of(id))).collect(Collectors.toSet());
  }

  private static boolean isUndecodable(EventHistory history) {
    return history.last() == Outcome.DEAD && "undecodable".equals(history.lastReason());
  }

  private static Set<String> moreThanOnce(Map<String, Integer> times) {
    return times.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void none(String what, Set<String> found) {
    if (!found.isEmpty()) {
      String named = found.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
      problems.add(found.size() + " " + what + ": " + named + (found.size() > NAMED ? ", …" : ""));
    }
  }

  private void same(String what, long expected, long found) {
    if (expected != found) {
      problems.add(what + ": expected " + expected + ", found " + found);
    }
  }

  private static DemoLedger withProblems(DemoLedger ledger, List<String> problems) {
    return new DemoLedger(
        ledger.published(),
        ledger.duplicates(),
        ledger.succeeded(),
        ledger.retried(),
        ledger.dead(),
        ledger.stillDead(),
        ledger.undecodable(),
        ledger.expired(),
        ledger.delayed(),
        ledger.replayed(),
        ledger.lost(),
        ledger.effectsTwice(),
        ledger.effectsMissing(),
        ledger.emitted(),
        ledger.emittedTwice(),
        ledger.seconds(),
        problems);
  }
}
