package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.EventContext;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each sentence holds where it should, and where it should not says why. */
class EventAssertTest {
  private static final JsonNode ORDER = JsonNodeFactory.instance.objectNode().put("order", 7);
  private static final Duration BACKOFF = Duration.ofSeconds(10);
  private static final String FIRST_LINE =
      "2026-01-01T00:00:00Z  RETRY      attempt 1  due 2026-01-01T00:00:10Z (in 10s)"
          + "  java.io.FileNotFoundException: no such file";

  private int failures;
  private final SluiceTestDriver driver = start(0, 1);

  @AfterEach
  void stop() {
    driver.close();
  }

  private SluiceTestDriver start(double jitter, long seed) {
    return SluiceTestDriver.builder(
            SluiceTestDriver.config("shop")
                .sources("shop.events", "shop.more")
                .publishTo("shop.emitted")
                .retry(
                    new RetryConfig(
                        3,
                        new BackoffConfig(BACKOFF, 2, Duration.ofHours(1), jitter),
                        null,
                        List.of(),
                        List.of(),
                        List.of(IndexOutOfBoundsException.class.getName())))
                .build())
        .on("order.#", JsonNode.class, this::handle)
        .seed(seed)
        .start();
  }

  private void handle(JsonNode data, EventContext context) throws IOException {
    if (context.type().equals("order.gone")) {
      throw new IndexOutOfBoundsException("gone");
    }
    if (context.attempt() <= failures) {
      throw new FileNotFoundException("no such file");
    }
    WelcomeEmail email =
        WelcomeEmail.newBuilder().setUserId("u").setEmail("u@shop.example").build();
    context.publish(EventDraft.of("user.welcome_email", email).id("mail-1").key("u"));
  }

  @Test
  void success_isTold() {
    failures = 2;
    driver.publish(order("a"));
    driver.advanceUntilSettled("a");

    driver
        .assertThat("a")
        .isSettled()
        .wasRunTimes(3)
        .hadOutcomes(Outcome.RETRY, Outcome.RETRY, Outcome.SUCCEEDED)
        .succeeded()
        .afterAttempts(3)
        .at(SluiceTestDriver.START.plusSeconds(30));
    failsWith(
        () -> driver.assertThat("a").succeeded().afterAttempts(1),
        "Expected event a to be SUCCEEDED after attempts: 1, but there were 3.",
        "What happened to event a (order.placed, key k, from shop.events):",
        FIRST_LINE,
        "2026-01-01T00:00:30Z  SUCCEEDED  attempt 3",
        "published 2026-01-01T00:00:30Z  user.welcome_email mail-1 (key u, topic shop.emitted): {",
        "It is now 2026-01-01T00:00:30Z.");
    failsWith(
        () -> driver.assertThat("a").succeeded().at(SluiceTestDriver.START),
        "but it was at 2026-01-01T00:00:30Z");
    failsWith(
        () -> driver.assertThat("a").isDead(),
        "Expected event a to be dead, but its last outcome is SUCCEEDED.");
    failsWith(
        () -> driver.assertThat("a").wasRunTimes(1),
        "to have been run once, but it was run 3 times");
    failsWith(() -> driver.assertThat("a").wasNeverRun(), "to have been run 0 times");
    failsWith(
        () -> driver.assertThat("a").hadOutcomes(Outcome.SUCCEEDED),
        "the outcomes [SUCCEEDED], but they are [RETRY, RETRY, SUCCEEDED]");
  }

  @Test
  void unknownEvent_failsWithTheOnesThereAre() {
    driver.publish(order("a"));

    failsWith(
        () -> driver.assertThat("b").succeeded(),
        "Expected event b to have succeeded, but nothing has happened to it.",
        "Nothing has happened to event b; events that there are: [a]");
  }

  @Test
  void description_isShown() {
    failsWith(
        () -> driver.assertThat("b").as("the order").succeeded(), "[the order]", "Expected event");
  }

  @Test
  void waitingForRetry_isTold() {
    failures = 9;
    driver.publish(order("a"));
    driver.advance(Duration.ofSeconds(4));

    driver
        .assertThat("a")
        .isWaitingForRetry()
        .dueAt(SluiceTestDriver.START.plusSeconds(10))
        .dueIn(Duration.ofSeconds(6))
        .dueBetween(Duration.ofSeconds(6), Duration.ofSeconds(7))
        .afterAttempts(1)
        .withError(IOException.class);
    failsWith(
        () -> driver.assertThat("a").isWaitingForRetry().dueIn(BACKOFF),
        "to be RETRY due in 10s, but it is due in 6s",
        FIRST_LINE);
    failsWith(
        () -> driver.assertThat("a").isWaitingForRetry().dueAt(Instant.EPOCH),
        "due at 1970-01-01T00:00:00Z, but it is due at 2026-01-01T00:00:10Z");
    failsWith(
        () ->
            driver.assertThat("a").isWaitingForRetry().dueBetween(BACKOFF, Duration.ofSeconds(11)),
        "due in 10s to 11s, but it is due in 6s");
    failsWith(() -> driver.assertThat("a").isDelayed(), "to be delayed", "RETRY");
    failsWith(() -> driver.assertThat("a").isSettled(), "to be settled", FIRST_LINE);
    failsWith(() -> driver.assertThat("a").isParked(), "to be parked, but its last outcome is");
  }

  @Test
  void delayed_isTold() {
    driver.publish(order("a").delay(Duration.ofDays(2)));

    driver.assertThat("a").isDelayedUntil(SluiceTestDriver.START.plus(Duration.ofDays(2)));
    driver.assertThat("a").isDelayed().dueIn(Duration.ofDays(2)).and().wasNeverRun();
    failsWith(
        () -> driver.assertThat("a").isDelayedUntil(SluiceTestDriver.START),
        "due at 2026-01-01T00:00:00Z, but it is due at 2026-01-03T00:00:00Z",
        "DELAYED    attempt 0  due 2026-01-03T00:00:00Z (in 2d)");
    failsWith(() -> driver.assertThat("a").isWaitingForRetry(), "to wait for a retry, but");
  }

  @Test
  void death_isTold() {
    failures = 9;
    driver.publish(order("a"));
    driver.advance(Duration.ofDays(1));

    driver
        .assertThat("a")
        .isDead()
        .because("attempts_exhausted")
        .withError(IOException.class)
        .withError(FileNotFoundException.class)
        .withMessageContaining("no such");
    failsWith(
        () -> driver.assertThat("a").isDead().because("timeout"),
        "to be DEAD because of timeout, but the reason is attempts_exhausted",
        FIRST_LINE);
    failsWith(
        () -> driver.assertThat("a").isDead().withError(IllegalStateException.class),
        "with an error java.lang.IllegalStateException, but the error is java.io.FileNotFound");
    failsWith(
        () -> driver.assertThat("a").isDead().withMessageContaining("disk"),
        "containing \"disk\", but the message is \"no such file\"");
    failsWith(
        () -> driver.assertThat("a").succeeded(),
        "to have succeeded, but its last outcome is DEAD (attempts_exhausted)");
    assertThat(driver.deadLetter("a").attempts()).isEqualTo(3);
    assertThat(driver.deadLetters()).extracting(DeadLetter::id).containsExactly("a");
    assertThat(driver.deadLetter("a"))
        .hasToString(
            "DeadLetter[a order.placed attempts_exhausted"
                + " java.io.FileNotFoundException: no such file]");
  }

  @Test
  void replay_isTold() {
    failures = 9;
    driver.publish(order("a"));
    driver.advance(Duration.ofDays(1));
    failures = 0;

    driver.replayDeadLetter("a");

    driver.assertThat("a").wasReplayedTimes(1).wasRunTimes(4).succeeded().afterAttempts(1);
    failsWith(
        () -> driver.assertThat("a").wasReplayedTimes(2),
        "to have been replayed 2 times, but it was once",
        "SUCCEEDED  attempt 1  replay 1");
    failsWith(() -> driver.replayDeadLetter("b"), "no dead letter of event b");
  }

  @Test
  void discarded_isTold() {
    driver.publish(order("a"));
    driver.publish(order("a"));
    driver.publish(EventDraft.of("order.gone", ORDER).id("b"));

    driver.assertThat("a").wasDiscarded().asDuplicate();
    driver.assertThat("a").succeeded();
    driver.assertThat("b").wasDiscarded().because("discard_on");
    failsWith(
        () -> driver.assertThat("b").wasDiscarded().asDuplicate(),
        "because of duplicate, but the reason is discard_on");
    driver.publish(order("c"));
    failsWith(() -> driver.assertThat("c").wasDiscarded(), "but it never was");
  }

  @Test
  void expiry_isTold() {
    driver.publish(order("a").expires(SluiceTestDriver.START));

    driver.assertThat("a").expired().and().wasNeverRun();
    failsWith(() -> driver.assertThat("a").wasCancelled(), "cancelled, but", "EXPIRED");
    driver.publish(order("b"));
    failsWith(() -> driver.assertThat("b").expired(), "to have expired, but", "SUCCEEDED");
  }

  @Test
  void published_isTold() {
    driver.publish(order("a").correlationId("request-1"));

    driver
        .assertThat("a")
        .published("user.welcome_email")
        .toTopic("shop.emitted")
        .withId("mail-1")
        .withKey("u")
        .withCorrelationId("request-1")
        .at(SluiceTestDriver.START)
        .withData(WelcomeEmail.newBuilder().setUserId("u").setEmail("u@shop.example").build())
        .withData(JsonNode.class, json -> assertThat(json.get("user_id").asText()).isEqualTo("u"))
        .and()
        .publishedTimes("user.welcome_email", 1)
        .publishedTimes("order.paid", 0);
    failsWith(
        () -> driver.assertThat("a").published("order.paid"),
        "to have published one order.paid, but it published 0",
        "published 2026-01-01T00:00:00Z  user.welcome_email mail-1");
    failsWith(
        () -> driver.assertThat("a").publishedTimes("user.welcome_email", 2),
        "to have published user.welcome_email 2 times, but it did once");
    failsWith(
        () -> driver.assertThat("a").published("user.welcome_email").withKey("w"),
        "to have published user.welcome_email with key w, but that is u");
    failsWith(
        () -> driver.assertThat("a").published("user.welcome_email").withData(ORDER),
        "with data {\"order\":7}, but that is {\"user_id\":\"u\"");
    failsWith(
        () ->
            driver
                .assertThat("a")
                .published("user.welcome_email")
                .withData(
                    WelcomeEmail.class, email -> assertThat(email.getUserId()).isEqualTo("x")),
        "with data that fulfils the requirements",
        "expected: \"x\"");
    failsWith(
        () -> driver.assertThat("a").publishedNothing(),
        "to have published nothing, but it published 1");
  }

  @Test
  void everythingSettled_failsWithWhatIsLeft() {
    driver.publish(order("a"));
    driver.publish(order("b").delay(Duration.ofHours(1)));

    failsWith(
        driver::assertThatEverythingSettled,
        "Expected every event to be settled, but these wait:",
        "What happened to event b",
        "DELAYED    attempt 0");
    assertThatThrownBy(driver::assertThatEverythingSettled)
        .hasMessageNotContaining("What happened to event a ");
    driver.advanceTo(SluiceTestDriver.START.plus(Duration.ofHours(1)));
    driver.assertThatEverythingSettled();
  }

  @Test
  void advanceUntilSettled_stopsThere() {
    driver.publish(order("a").delay(Duration.ofDays(400)));

    driver.advanceUntilSettled("a");

    assertThat(driver.now()).isEqualTo(SluiceTestDriver.START.plus(Duration.ofDays(400)));
    failsWith(
        () -> driver.advanceUntilSettled("b"),
        "event b is not settled and nothing is due any more",
        "Nothing has happened to event b");
  }

  @Test
  void advanceTo_refusesThePast() {
    driver.advance(Duration.ofDays(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> driver.advanceTo(SluiceTestDriver.START))
        .withMessageContaining("it is 2026-01-02T00:00:00Z already");
  }

  @Test
  void publishTo_reachesAnySourceAndNothingElse() {
    driver.publishTo("shop.more", order("a"));

    driver.assertThat("a").succeeded();
    assertThat(driver.statuses().get(0).getTopic()).isEqualTo("shop.more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> driver.publishTo("shop.other", order("b")))
        .withMessage("pipeline shop does not read shop.other: [shop.events, shop.more]");
  }

  @Test
  void seed_decidesTheJitter() {
    failures = 9;

    assertThat(firstDue(7)).isEqualTo(firstDue(7)).isNotEqualTo(firstDue(8));
  }

  private Instant firstDue(long seed) {
    try (SluiceTestDriver jittery = start(1, seed)) {
      jittery.publish(order("a"));
      return jittery.statuses().get(0).getDueAt();
    }
  }

  private static void failsWith(ThrowingCallable sentence, String... parts) {
    assertThatThrownBy(sentence).isInstanceOf(AssertionError.class).hasMessageContainingAll(parts);
  }

  private static EventDraft order(String id) {
    return EventDraft.of("order.placed", ORDER).id(id).key("k");
  }
}
