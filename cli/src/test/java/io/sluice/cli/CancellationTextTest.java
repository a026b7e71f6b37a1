package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CancellationTextTest {
  private static final CancellationText SHOP = new CancellationText("shop", "shop.status");

  @Test
  void failureOfAWorkflow_isItsEnd_andAsWished() {
    EventStatus failed = status(Outcome.FAILED, "cancelled");
    assertThat(CancellationText.isEnd(failed)).isTrue();
    assertThat(CancellationText.isWished(failed)).isTrue();
    assertThat(CancellationText.ended("wf-del", failed))
        .isEqualTo("wf-del is cancelled: its steps that had not ended do not run");
    assertThat(CancellationText.ended("wf-del", status(Outcome.FAILED, "attempts_exhausted")))
        .isEqualTo(
            "wf-del has failed (attempts_exhausted): its steps that had not ended do not run");
  }

  @Test
  void whatRunsOn_hasNotEnded() {
    assertThat(CancellationText.isEnd(status(Outcome.STARTED, null))).isFalse();
    assertThat(CancellationText.isEnd(status(Outcome.RETRY, null))).isFalse();
  }

  @Test
  void success_isToldAsTooLate() {
    EventStatus succeeded = status(Outcome.SUCCEEDED, null);
    assertThat(CancellationText.isEnd(succeeded)).isTrue();
    assertThat(CancellationText.isWished(succeeded)).isFalse();
    assertThat(CancellationText.ended("wf-del", succeeded))
        .isEqualTo("wf-del could not be cancelled any more: it succeeded at 2026-11-24T18:00:00Z");
  }

  @Test
  void whereNobodyRuns_itIsSaid() {
    assertThat(SHOP.nobody())
        .isEqualTo("No instance of shop runs now; it is carried out when one does.");
  }

  private static EventStatus status(Outcome outcome, @Nullable String reason) {
    return EventStatus.newBuilder()
        .setId("wf-del")
        .setType("workflow")
        .setPipeline("shop")
        .setKey("wf-del")
        .setOutcome(outcome)
        .setReason(reason)
        .setAttempt(0)
        .setAt(Instant.parse("2026-11-24T18:00:00Z"))
        .setTopic("shop.workflow")
        .setPartition(0)
        .setOffset(-1)
        .build();
  }
}
