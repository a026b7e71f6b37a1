package io.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.RetryAfter;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pipeline does with an event, told from outside, in virtual time. */
class PipelineScenarioTest {
  private static final JsonNode ORDER =
      JsonNodeFactory.instance.objectNode().put("order", 7).put("name", "Zoë");

  private record Run(String id, int attempt, Instant at) {}

  private final List<Run> runs = new ArrayList<>();
  private int failures;
  private Exception failure = new IllegalStateException("mail server says no");
  private SluiceTestDriver driver;

  @BeforeEach
  void start() {
    RetryConfig retry =
        new RetryConfig(
            3,
            new BackoffConfig(Duration.ofSeconds(10), 2, Duration.ofHours(1), 0),
            null,
            List.of(),
            List.of(UnsupportedOperationException.class.getName()),
            List.of(IndexOutOfBoundsException.class.getName()));
    PipelineConfig config =
        SluiceTestDriver.config("shop").sources("shop.events").retry(retry).build();
    driver =
        SluiceTestDriver.builder(config)
            .on("order.placed", JsonNode.class, this::handle)
            .on("user.welcome_email", WelcomeEmail.class, this::handle)
            .on(
                "order.paid",
                JsonNode.class,
                (data, context) -> {
                  handle(data, context);
                  context.publish(EventDraft.of("order.followed", data).key("k"));
                })
            .on("order.followed", JsonNode.class, (data, context) -> {})
            .start();
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private void handle(Object data, EventContext context) throws Exception {
    assertThat(data).isNotNull();
    runs.add(new Run(context.id(), context.attempt(), driver.now()));
    if (context.attempt() <= failures) {
      throw failure;
    }
  }

  @Test
  void event_succeedsAtOnce() {
    driver.publish(order("a"));

    driver.assertThat("a").hadOutcomes(Outcome.SUCCEEDED);
    assertThat(runs).containsExactly(new Run("a", 1, SluiceTestDriver.START));
    assertThat(driver.deadLetters()).isEmpty();
  }

  @Test
  void avroPayload_reachesItsHandlerAsItsClass() {
    driver.publish(
        EventDraft.of(
                "user.welcome_email",
                WelcomeEmail.newBuilder().setUserId("u").setEmail("a@b.example").build())
            .id("w"));

    driver.assertThat("w").hadOutcomes(Outcome.SUCCEEDED);
  }

  @Test
  void jsonPayload_reachesAnAvroHandlerAsItsClass() {
    JsonNode json =
        JsonNodeFactory.instance.objectNode().put("user_id", "u").put("email", "a@b.example");

    driver.publish(EventDraft.of("user.welcome_email", json).id("w"));

    driver.assertThat("w").hadOutcomes(Outcome.SUCCEEDED);
  }

  @Test
  void duplicate_isDiscardedAndSaysSo() {
    driver.publish(order("a"));
    driver.publish(order("a"));

    driver.assertThat("a").hadOutcomes(Outcome.SUCCEEDED, Outcome.DISCARDED);
    driver.assertThat("a").wasDiscarded().asDuplicate();
    assertThat(runs).hasSize(1);
  }

  @Test
  void duplicate_isRecognisedToTheEndOfTheWindow() {
    driver.publish(order("a"));
    driver.advance(Duration.ofHours(24).minusMillis(1));
    driver.publish(order("a"));
    assertThat(runs).hasSize(1);

    driver.advance(Duration.ofMillis(1));
    driver.publish(order("a"));
    assertThat(runs).hasSize(2);
  }

  @Test
  void failedEvent_isRetriedAfterItsBackoff() {
    failures = 2;

    driver.publish(order("a"));
    driver.assertThat("a").isWaitingForRetry().dueIn(Duration.ofSeconds(10)).afterAttempts(1);
    driver.advance(Duration.ofMinutes(5));

    assertThat(runs)
        .containsExactly(
            new Run("a", 1, SluiceTestDriver.START),
            new Run("a", 2, SluiceTestDriver.START.plusSeconds(10)),
            new Run("a", 3, SluiceTestDriver.START.plusSeconds(30)));
    driver.assertThat("a").hadOutcomes(Outcome.RETRY, Outcome.RETRY, Outcome.SUCCEEDED);
    driver.assertThat("a").succeeded().afterAttempts(3);
  }

  @Test
  void exhaustedEvent_isADeadLetterWithItsBytesAndItsStory() {
    failures = 99;
    Headers mine = new RecordHeaders().add("tenant", "north".getBytes(StandardCharsets.UTF_8));
    byte[] value = encoded(order("a"));

    driver.publishRaw(bytes("k"), value, mine);
    driver.advance(Duration.ofHours(1));

    assertThat(runs).hasSize(3);
    driver.assertThat("a").hadOutcomes(Outcome.RETRY, Outcome.RETRY, Outcome.DEAD);
    driver
        .assertThat("a")
        .isDead()
        .because("attempts_exhausted")
        .afterAttempts(3)
        .withError(IllegalStateException.class)
        .withMessageContaining("mail server says no");
    DeadLetter letter = onlyDeadLetter();
    assertThat(letter.record().value()).isEqualTo(value);
    assertThat(letter.record().key()).isEqualTo(bytes("k"));
    assertThat(letter.header("tenant")).isEqualTo("north");
    assertThat(letter.header(DeliveryHeaders.REASON)).isEqualTo("attempts_exhausted");
    assertThat(letter.header(DeliveryHeaders.ID)).isEqualTo("a");
    assertThat(letter.header(DeliveryHeaders.ATTEMPT)).isEqualTo("3");
    assertThat(letter.header(DeliveryHeaders.PIPELINE)).isEqualTo("shop");
    assertThat(letter.header("__streams.errors.exception"))
        .isEqualTo(IllegalStateException.class.getName());
    assertThat(letter.header("__streams.errors.message")).isEqualTo("mail server says no");
    assertThat(letter.header("__streams.errors.topic")).isEqualTo("shop.events");
    assertThat(letter.header("__streams.errors.offset")).isEqualTo("0");
  }

  @Test
  void replayedLetter_passesDedupeAndStartsAgain() {
    failures = 99;
    driver.publish(order("a"));
    driver.advance(Duration.ofHours(1));
    failures = 0;

    driver.replayDeadLetter("a");

    driver.assertThat("a").wasReplayedTimes(1).succeeded().afterAttempts(1);
    assertThat(runs.get(runs.size() - 1).attempt()).isEqualTo(1);
  }

  @Test
  void undecodableRecord_isADeadLetterAndHoldsUpNothing() {
    byte[] garbage = {1, 2, 3, (byte) 0xff};

    driver.publishRaw(null, garbage, new RecordHeaders());
    driver.publishRaw(bytes("k"), null, new RecordHeaders());
    driver.publish(order("a"));

    assertThat(driver.deadLetters()).hasSize(2);
    assertThat(driver.deadLetters().get(0).record().value()).isEqualTo(garbage);
    assertThat(driver.deadLetters().get(0).reason()).isEqualTo("undecodable");
    driver.assertThat("shop.events/0/0").hadOutcomes(Outcome.DEAD).wasNeverRun();
    driver.assertThat("shop.events/0/1").hadOutcomes(Outcome.DEAD).wasNeverRun();
    driver.assertThat("a").hadOutcomes(Outcome.SUCCEEDED);
  }

  @Test
  void unhandledType_isADeadLetter() {
    driver.publish(EventDraft.of("nobody.knows", ORDER).id("a"));

    driver.assertThat("a").hadOutcomes(Outcome.DEAD).isDead().because("unhandled");
    assertThat(onlyDeadLetter().reason()).isEqualTo("unhandled");
  }

  @Test
  void delayedEvent_runsAtItsTime() {
    driver.publish(order("a").delay(Duration.ofDays(3)));
    driver
        .assertThat("a")
        .hadOutcomes(Outcome.DELAYED)
        .isDelayedUntil(SluiceTestDriver.START.plus(Duration.ofDays(3)));

    driver.advance(Duration.ofDays(4));

    assertThat(runs)
        .containsExactly(new Run("a", 1, SluiceTestDriver.START.plus(Duration.ofDays(3))));
    driver.assertThat("a").succeeded().afterAttempts(1);
  }

  @Test
  void delayedEvents_runInTheOrderInWhichTheyAreDue() {
    for (int i = 0; i < 20; i++) {
      driver.publish(order("e" + i).delay(Duration.ofSeconds(1 + (i * 7) % 20)));
    }

    driver.advance(Duration.ofMinutes(1));

    assertThat(runs).hasSize(20).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(runs).allMatch(run -> run.attempt() == 1);
  }

  @Test
  void expiredEvent_isNotRun() {
    driver.publish(order("a").expires(SluiceTestDriver.START.minusSeconds(1)));
    driver.publish(order("b").delay(Duration.ofMinutes(2)).expiresIn(Duration.ofMinutes(1)));
    driver.advance(Duration.ofMinutes(1));

    driver.assertThat("a").hadOutcomes(Outcome.EXPIRED).wasNeverRun();
    driver.assertThat("b").hadOutcomes(Outcome.DELAYED, Outcome.EXPIRED).wasNeverRun();
    assertThat(runs).isEmpty();
  }

  @Test
  void retryPastItsExpiry_isExpired() {
    failures = 99;

    driver.publish(order("a").expiresIn(Duration.ofSeconds(5)));
    driver.advance(Duration.ofMinutes(1));

    driver.assertThat("a").hadOutcomes(Outcome.RETRY, Outcome.EXPIRED).expired();
  }

  @Test
  void retryAfter_setsTheTimeOfTheNextAttempt() {
    failures = 1;
    failure = new RetryAfter(Duration.ofHours(7));

    driver.publish(order("a"));
    driver.advance(Duration.ofHours(8));

    assertThat(runs.get(1).at()).isEqualTo(SluiceTestDriver.START.plus(Duration.ofHours(7)));
  }

  @Test
  void classifiedFailures_areDeadOrDiscardedAtOnce() {
    failures = 99;
    failure = new UnsupportedOperationException("never");
    driver.publish(order("a"));
    failure = new IndexOutOfBoundsException("gone");
    driver.publish(order("b"));

    driver.assertThat("a").hadOutcomes(Outcome.DEAD).isDead().because("dead_letter_on");
    driver.assertThat("b").hadOutcomes(Outcome.DISCARDED).wasDiscarded().because("discard_on");
    assertThat(driver.deadLetters()).hasSize(1);
  }

  @Test
  void followUp_isPublishedWithTheSuccessAndKnowsItsCause() {
    failures = 1;
    driver.publish(EventDraft.of("order.paid", ORDER).id("a").correlationId("request-1"));
    driver.advance(Duration.ofSeconds(9));
    driver.assertThat("a").publishedNothing();

    driver.advance(Duration.ofSeconds(1));

    driver
        .assertThat("a")
        .published("order.followed")
        .toTopic("shop.events")
        .withKey("k")
        .withCorrelationId("request-1")
        .withData(ORDER);
    assertThat(driver.published("shop.events")).hasSize(1);
    assertThat(driver.published("shop.events").get(0).causationId()).isEqualTo("a");
    driver.assertThatEverythingSettled();
  }

  private DeadLetter onlyDeadLetter() {
    assertThat(driver.deadLetters()).hasSize(1);
    return driver.deadLetters().get(0);
  }

  private static EventDraft order(String id) {
    return EventDraft.of("order.placed", ORDER).id(id);
  }

  private byte[] encoded(EventDraft draft) {
    return driver
        .codec()
        .encode(draft, new EncodeContext("shop.events", "test", SluiceTestDriver.START))
        .value();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
