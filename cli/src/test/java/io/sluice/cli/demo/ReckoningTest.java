package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schema.avro.Outcome;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ReckoningTest {

  @Property(tries = 60)
  void run_asPlanned_addsUp(@ForAll @IntRange(min = 1, max = 1500) int events, @ForAll long seed) {
    DemoLedger ledger = PlayedOut.of(events, seed).reckon();

    assertThat(ledger.problems()).isEmpty();
    assertThat(ledger.ok()).isTrue();
    assertThat(ledger.succeeded() + ledger.expired()).isEqualTo(events);
    assertThat(ledger.replayed()).isEqualTo(ledger.dead() + ledger.undecodable());
    assertThat(ledger.lost()).isZero();
    assertThat(ledger.effectsTwice()).isZero();
  }

  @Property(tries = 30)
  void event_withoutOutcome_isLost(
      @ForAll @IntRange(min = 1, max = 300) int events, @ForAll long seed) {
    DemoPlan plan = DemoPlan.of(events, seed);
    String swallowed = plan.events().get(events / 2).id();

    DemoLedger ledger = new PlayedOut(plan, swallowed).reckon();

    assertThat(ledger.lost()).isEqualTo(1);
    assertThat(ledger.ok()).isFalse();
    assertThat(ledger.problems()).anyMatch(problem -> problem.equals("1 lost: " + swallowed));
  }

  @Test
  void effect_foundTwice_isTold() {
    PlayedOut run = PlayedOut.of(100, 1);
    String id = run.effects.keySet().iterator().next();
    run.effects.put(id, 2);

    DemoLedger ledger = run.reckon();

    assertThat(ledger.effectsTwice()).isEqualTo(1);
    assertThat(ledger.ok()).isFalse();
  }

  @Test
  void effect_notFound_isTold() {
    PlayedOut run = PlayedOut.of(100, 1);
    run.effects.remove(run.effects.keySet().iterator().next());

    assertThat(run.reckon().effectsMissing()).isEqualTo(1);
    assertThat(run.reckon().ok()).isFalse();
  }

  @Test
  void effect_ofAnEventThatDidNotSucceed_isTold() {
    PlayedOut run = PlayedOut.of(100, 1);
    String expired =
        run.plan.events().stream()
            .filter(event -> event.fate() == Fate.EXPIRED)
            .findFirst()
            .orElseThrow()
            .id();
    run.effects.put(expired, 1);

    assertThat(run.reckon().problems()).singleElement().asString().contains(expired);
  }

  @Test
  void delayedEvent_runBeforeItsTime_isTold() {
    PlayedOut run = PlayedOut.of(100, 1);
    String id = run.dueAt.keySet().iterator().next();
    run.dueAt.put(id, Instant.EPOCH.plusMillis(1));

    assertThat(run.reckon().delayed()).isZero();
    assertThat(run.reckon().problems()).anyMatch(problem -> problem.contains(id));
  }

  @Test
  void secondSuccess_isTold() {
    PlayedOut run = PlayedOut.of(100, 1);
    String id = run.effects.keySet().iterator().next();
    run.tell(id, Outcome.SUCCEEDED, null, 0);

    assertThat(run.reckon().problems()).singleElement().asString().contains("succeeded twice");
  }

  @Test
  void replayedLetter_withoutNewOutcome_isLost() {
    PlayedOut run = PlayedOut.of(100, 1);
    String again = run.effects.keySet().iterator().next();
    run.tell(again, Outcome.DEAD, "attempts_exhausted", 0);

    assertThat(run.reckon().lost()).isEqualTo(1);
  }

  @Test
  void followUp_emittedTwice_isTold() {
    PlayedOut run = PlayedOut.of(100, 1);
    run.emitted.put(run.emitted.keySet().iterator().next(), 2);

    assertThat(run.reckon().emittedTwice()).isEqualTo(1);
    assertThat(run.reckon().ok()).isFalse();
  }

  @Test
  void json_hasTheNamesThatScriptsRead() {
    JsonNode json = new ObjectMapper().valueToTree(PlayedOut.of(200, 1).reckon());

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "ok",
            "published",
            "duplicates",
            "succeeded",
            "retried",
            "dead",
            "still_dead",
            "undecodable",
            "expired",
            "delayed",
            "replayed",
            "lost",
            "effects_twice",
            "effects_missing",
            "emitted",
            "emitted_twice",
            "seconds",
            "problems");
    assertThat(json.get("ok").asBoolean()).isTrue();
  }
}
