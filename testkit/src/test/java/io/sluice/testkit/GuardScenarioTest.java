package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.processor.config.AlikeFailuresConfig;
import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.CircuitBreakerConfig;
import io.sluice.processor.config.DependencyConfig;
import io.sluice.processor.config.EngineConfig;
import io.sluice.processor.config.GuardConfig;
import io.sluice.processor.config.HandlerConfig;
import io.sluice.processor.config.HandlerLimits;
import io.sluice.processor.config.OrderingConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.EventContext;
import io.sluice.schema.EventDraft;
import io.sluice.schema.RateLimit;
import io.sluice.schema.avro.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pauses, cancellations, rate limits and circuit breakers, in virtual time. */
class GuardScenarioTest {
  private static final JsonNode DATA = JsonNodeFactory.instance.objectNode().put("n", 1);
  private static final String CHARGE = "card.charge";
  private static final String MAIL = "mail.send";

  private final List<String> ran = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private boolean down;

  // ---- pauses ----

  @Test
  void pausedType_waitsInOrderAndUsesNoAttempt() {
    try (SluiceTestDriver driver = driver(GuardConfig.none())) {
      driver.pause(CHARGE);
      publish(driver, CHARGE, "a", "k");
      publish(driver, CHARGE, "b", null);
      publish(driver, CHARGE, "c", "k");
      publish(driver, MAIL, "other", "other key");

      driver.advance(Duration.ofDays(3));
      assertThat(ran).containsExactly("other");
      assertThat(driver.lastOutcome("a")).isEqualTo(Outcome.HELD);
      driver.assertThat("c").isParked();

      driver.resume(CHARGE);
      assertThat(ran).containsExactly("other", "a", "b", "c");
      driver.assertThat("a").succeeded().afterAttempts(1);
    }
  }

  @Test
  void otherTypesOfTheKey_waitBehindOneThatIsPaused() {
    try (SluiceTestDriver driver = driver(GuardConfig.none())) {
      driver.pause(CHARGE);
      publish(driver, CHARGE, "a", "k");
      publish(driver, MAIL, "b", "k");
      assertThat(ran).isEmpty();

      driver.resume(CHARGE);
      assertThat(ran).containsExactly("a", "b");
    }
  }

  @Test
  void moreThanMayBeParked_isNoReasonToDeadLetterWhilePaused() {
    try (SluiceTestDriver driver = driver(GuardConfig.none())) {
      driver.pause(CHARGE);
      for (int i = 0; i < 10; i++) {
        publish(driver, CHARGE, "e" + i, "k");
      }
      driver.resume(CHARGE);

      assertThat(ran).hasSize(10).isSorted();
      assertThat(driver.deadLetters()).isEmpty();
    }
  }

  // ---- cancellations ----

  @Test
  void delayedEvent_isCancelledAtOnce() {
    try (SluiceTestDriver driver = driver(GuardConfig.none())) {
      driver.publish(EventDraft.of(MAIL, DATA).id("later").delay(Duration.ofDays(30)));
      driver.cancel("later");

      driver.assertThat("later").wasCancelled();
      driver.advance(Duration.ofDays(31));
      assertThat(ran).isEmpty();
    }
  }

  @Test
  void retryingHead_isCancelledAndThoseBehindItRun() {
    try (SluiceTestDriver driver = driver(GuardConfig.none())) {
      down = true;
      publish(driver, CHARGE, "a", "k");
      publish(driver, CHARGE, "b", "k");
      publish(driver, CHARGE, "c", "k");
      down = false;
      driver.cancel("b");
      driver.assertThat("b").wasCancelled().and().wasNeverRun();
      driver.cancel("a");

      driver.advance(Duration.ofMinutes(1));
      driver.assertThat("a").wasCancelled();
      driver.assertThat("c").succeeded();
    }
  }

  @Test
  void heldEvent_isCancelledWhileItsTypeIsPaused() {
    try (SluiceTestDriver driver = driver(GuardConfig.none())) {
      driver.pause(CHARGE);
      publish(driver, CHARGE, "a", "k");
      publish(driver, CHARGE, "b", "k");
      driver.cancel("a");

      driver.assertThat("a").wasCancelled();
      driver.resume(CHARGE);
      assertThat(ran).containsExactly("b");
    }
  }

  @Test
  void eventThatComesLater_isCancelledWhenItComes() {
    try (SluiceTestDriver driver = driver(GuardConfig.none())) {
      driver.cancel("unborn");
      publish(driver, CHARGE, "unborn", "k");

      driver.assertThat("unborn").wasCancelled().and().wasNeverRun();
    }
  }

  // ---- rate limits ----

  @Test
  void rateLimit_spacesOutWhatComesAtOnce() {
    GuardConfig limited = new GuardConfig(RateLimit.parse("10/s"), null, null, null, null);
    try (SluiceTestDriver driver = driver(limited)) {
      for (int i = 0; i < 40; i++) {
        publish(driver, CHARGE, String.format("e%02d", i), null);
      }
      driver.advance(Duration.ofSeconds(10));

      assertThat(ran).hasSize(40).isSorted();
      for (int i = 0; i + 20 < times.size(); i++) {
        assertThat(Duration.between(times.get(i), times.get(i + 20)))
            .as("20 after the %d-th: a bucket of 10, and 10 a second", i)
            .isGreaterThanOrEqualTo(Duration.ofMillis(900));
      }
      assertThat(Duration.between(times.get(0), times.get(39))).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void limitThatIsRaised_letsThemInSooner() {
    GuardConfig limited = new GuardConfig(RateLimit.parse("1/h"), null, null, null, null);
    try (SluiceTestDriver driver = driver(limited)) {
      for (int i = 0; i < 5; i++) {
        publish(driver, CHARGE, "e" + i, "k" + i);
      }
      driver.advance(Duration.ofMinutes(1));
      assertThat(ran).containsExactly("e0");

      driver.rateLimit(CHARGE, RateLimit.parse("100/s"));
      driver.advance(Duration.ofSeconds(2));
      assertThat(ran).containsExactly("e0", "e1", "e2", "e3", "e4");
    }
  }

  @Test
  void limitPerKey_holdsUpNoOtherKey() {
    GuardConfig limited = new GuardConfig(null, RateLimit.parse("60/m"), null, null, null);
    try (SluiceTestDriver driver = driver(limited)) {
      for (int i = 0; i < 4; i++) {
        publish(driver, CHARGE, "hot" + i, "hot");
      }
      publish(driver, CHARGE, "cold", "cold");
      assertThat(ran).containsExactly("hot0", "cold");

      driver.advance(Duration.ofSeconds(10));
      assertThat(ran).containsExactly("hot0", "cold", "hot1", "hot2", "hot3");
      driver.assertThat("hot3").succeeded().afterAttempts(1);
    }
  }

  // ---- circuit breakers ----

  @Test
  void openBreaker_usesUpNoAttemptsAndDeadLettersNothing() {
    try (SluiceTestDriver driver = driver(breaker())) {
      down = true;
      for (int i = 0; i < 50; i++) {
        publish(driver, CHARGE, String.format("e%02d", i), null);
      }
      driver.advance(Duration.ofHours(2));
      // 3 attempts each would have been 150, and 50 dead letters.
      assertThat(driver.deadLetters()).hasSizeLessThan(10);
      int dead = driver.deadLetters().size();

      down = false;
      driver.advance(Duration.ofMinutes(5));
      assertThat(driver.deadLetters()).hasSize(dead);
      assertThat(succeeded(driver)).isEqualTo(50 - dead);
    }
  }

  @Test
  void dependencysBreaker_keepsAllItsHandlersWaiting() {
    GuardConfig depends = new GuardConfig(null, null, null, "bank", null);
    PipelineConfig config =
        config()
            .dependency(new DependencyConfig("bank", null, breaker().circuitBreaker()))
            .handler(handler(CHARGE, depends, 100))
            .handler(handler(MAIL, depends, 100))
            .build();
    try (SluiceTestDriver driver = driver(config)) {
      down = true;
      for (int i = 0; i < 10; i++) {
        publish(driver, CHARGE, "c" + i, null);
      }
      publish(driver, MAIL, "m", null);
      assertThat(driver.lastOutcome("m")).isEqualTo(Outcome.HELD);

      down = false;
      driver.advance(Duration.ofMinutes(30));
      driver.assertThat("m").succeeded().afterAttempts(1);
    }
  }

  // ---- failures that are all alike ----

  @Test
  void failuresThatAreAllAlike_pauseTheTypeAndKeepTheEvents() {
    GuardConfig alike =
        new GuardConfig(
            null, null, null, null, new AlikeFailuresConfig(0.8, 10, Duration.ofHours(1)));
    try (SluiceTestDriver driver = driver(alike)) {
      down = true;
      for (int i = 0; i < 100; i++) {
        publish(driver, CHARGE, String.format("e%02d", i), null);
      }
      driver.advance(Duration.ofMinutes(30));
      assertThat(driver.paused()).containsExactly(CHARGE);
      assertThat(driver.deadLetters()).hasSizeLessThan(10);
      int dead = driver.deadLetters().size();

      down = false;
      driver.resume(CHARGE);
      driver.advance(Duration.ofMinutes(30));
      assertThat(driver.deadLetters()).hasSize(dead);
      assertThat(succeeded(driver)).isEqualTo(100 - dead);
    }
  }

  // ---- lines of events that are held ----

  @Test
  void withdrawnEvent_isCancelledWhenItComesIntoALine() {
    try (SluiceTestDriver driver = driver(GuardConfig.none())) {
      driver.pause(CHARGE);
      publish(driver, CHARGE, "a", "k");
      driver.cancel("unborn");
      driver.cancel("unborn of the key");
      publish(driver, CHARGE, "unborn", "other");
      publish(driver, CHARGE, "unborn of the key", "k");

      driver.assertThat("unborn").wasCancelled().and().wasNeverRun();
      driver.assertThat("unborn of the key").wasCancelled().and().wasNeverRun();
    }
  }

  @Test
  void lineBehindALimit_isNotTakenApartForEachEvent() {
    GuardConfig limited = new GuardConfig(RateLimit.parse("1/s"), null, null, null, null);
    GuardConfig perKey = new GuardConfig(null, RateLimit.parse("1/s"), null, null, null);
    for (GuardConfig guards : List.of(limited, perKey)) {
      ran.clear();
      PipelineConfig config =
          config().ordering(OrderingConfig.defaults()).handler(handler(CHARGE, guards, 3)).build();
      try (SluiceTestDriver driver = driver(config)) {
        for (int i = 0; i < 60; i++) {
          publish(driver, CHARGE, String.format("e%02d", i), "k");
        }
        driver.advance(Duration.ofMinutes(5));

        assertThat(ran).hasSize(60).isSorted();
        assertThat(driver.outcomes("e59")).as("of the last").hasSizeLessThan(12);
      }
    }
  }

  @Test
  void limitPerKey_deadLettersNothingForALongLine() {
    GuardConfig limited = new GuardConfig(null, RateLimit.parse("1/s"), null, null, null);
    try (SluiceTestDriver driver = driver(limited)) {
      for (int i = 0; i < 20; i++) {
        publish(driver, CHARGE, String.format("e%02d", i), "k");
      }
      driver.advance(Duration.ofMinutes(5));

      assertThat(driver.deadLetters()).isEmpty();
      assertThat(ran).hasSize(20).isSorted();
    }
  }

  @Test
  void typesOfOneHandler_takeTurnsAtItsLimit() {
    GuardConfig limited = new GuardConfig(RateLimit.parse("1/s"), null, null, null, null);
    PipelineConfig config = config().handler(handler("sms.*", limited, 3)).build();
    List<SluiceTestDriver> self = new ArrayList<>();
    try (SluiceTestDriver driver =
        SluiceTestDriver.builder(config)
            .on("sms.*", JsonNode.class, (data, context) -> run(self.get(0), context))
            .start()) {
      self.add(driver);
      for (int i = 0; i < 100; i++) {
        publish(driver, "sms.promotion", "p" + i, null);
      }
      publish(driver, "sms.password", "urgent", null);
      driver.advance(Duration.ofSeconds(5));

      assertThat(ran).contains("urgent");
    }
  }

  // ---- what is around them ----

  private long succeeded(SluiceTestDriver driver) {
    return IntStream.range(0, 100)
        .mapToObj(i -> String.format("e%02d", i))
        .filter(id -> driver.outcomes(id).contains(Outcome.SUCCEEDED))
        .count();
  }

  private static GuardConfig breaker() {
    return new GuardConfig(
        null,
        null,
        new CircuitBreakerConfig(0.5, null, 1, 10, null, 5, Duration.ofSeconds(30), 2),
        null,
        null);
  }

  private static void publish(SluiceTestDriver driver, String type, String id, String key) {
    EventDraft draft = EventDraft.of(type, DATA).id(id);
    driver.publish(key == null ? draft : draft.key(key));
  }

  private SluiceTestDriver driver(GuardConfig guards) {
    return driver(config().handler(handler(CHARGE, guards, 3)).build());
  }

  private static PipelineConfig.Builder config() {
    return SluiceTestDriver.config("shop")
        .sources("events")
        .ordering(OrderingConfig.defaults().withMaxParkedPerKey(5))
        .retry(retry(3));
  }

  private static RetryConfig retry(int attempts) {
    return RetryConfig.defaults()
        .withMaxAttempts(attempts)
        .withBackoff(new BackoffConfig(Duration.ofSeconds(10), 1, Duration.ofSeconds(10), 0));
  }

  private static HandlerConfig handler(String type, GuardConfig guards, int attempts) {
    return new HandlerConfig(
        type,
        "code",
        Map.of(),
        retry(attempts),
        HandlerLimits.of(EngineConfig.defaults()),
        guards,
        null);
  }

  private SluiceTestDriver driver(PipelineConfig config) {
    List<SluiceTestDriver> self = new ArrayList<>();
    SluiceTestDriver driver =
        SluiceTestDriver.builder(config)
            .on(CHARGE, JsonNode.class, (data, context) -> run(self.get(0), context))
            .on(MAIL, JsonNode.class, (data, context) -> run(self.get(0), context))
            .start();
    self.add(driver);
    return driver;
  }

  private void run(SluiceTestDriver driver, EventContext context) {
    if (down) {
      throw new IllegalStateException("down");
    }
    ran.add(context.id());
    times.add(driver.now());
  }
}
