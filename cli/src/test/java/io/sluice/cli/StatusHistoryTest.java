package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatusHistoryTest {

  @Test
  void duplicate_isToldButIsNotTheFate() {
    StatusHistory history =
        new StatusHistory(
            "e1",
            List.of(
                status(Outcome.RETRY, null, 1),
                status(Outcome.SUCCEEDED, null, 2),
                status(Outcome.DISCARDED, "duplicate", 0)));
    assertThat(history.last().getOutcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(history.toJson().get("status").asText()).isEqualTo("succeeded");
    assertThat(history.toJson().get("duplicates").asLong()).isEqualTo(1);
    assertThat(history.toJson().get("statuses")).hasSize(3);
    assertThat(text(history))
        .contains("succeeded, 2 attempts")
        .contains("1 more with the same id discarded as duplicate")
        .contains("discarded: duplicate");
  }

  @Test
  void discardedOnPurpose_isTheFate() {
    StatusHistory history =
        new StatusHistory("e1", List.of(status(Outcome.DISCARDED, "discard_on", 1)));
    assertThat(text(history)).contains("discarded: discard_on, 1 attempt");
    assertThat(history.duplicates()).isZero();
  }

  @Test
  void eventBehindAnotherOfItsKey_isParked() {
    StatusHistory history = new StatusHistory("e1", List.of(status(Outcome.PARKED, null, 0)));
    assertThat(text(history))
        .contains("status    parked behind an earlier event of key usr_1, its handler has not run");
    assertThat(history.toJson().get("status").asText()).isEqualTo("parked");
  }

  @Test
  void workflow_hasNoHandler_andTellsWhyItFailed() {
    EventStatus failed = status(Outcome.FAILED, "attempts_exhausted", 0);
    failed.setType("workflow");
    failed.setWorkflow("e1");
    failed.setErrorMessage("step 1 (mail.send) is dead");
    assertThat(text(new StatusHistory("e1", List.of(failed))))
        .contains("status    failed: attempts_exhausted\n")
        .contains("error     step 1 (mail.send) is dead\n")
        .contains("see: sluice workflow show e1 --pipeline shop\n")
        .containsPattern("shop.events/1/5 +step 1 \\(mail.send\\) is dead\n")
        .doesNotContain("its handler has not run");
  }

  private static String text(StatusHistory history) {
    StringWriter text = new StringWriter();
    history.print(new PrintWriter(text));
    return text.toString();
  }

  private static EventStatus status(Outcome outcome, @Nullable String reason, int attempt) {
    return EventStatus.newBuilder()
        .setId("e1")
        .setType("user.welcome_email")
        .setPipeline("shop")
        .setKey("usr_1")
        .setOutcome(outcome)
        .setReason(reason)
        .setAttempt(attempt)
        .setAt(Instant.parse("2026-11-24T18:00:00Z"))
        .setTopic("shop.events")
        .setPartition(1)
        .setOffset(5)
        .build();
  }
}
