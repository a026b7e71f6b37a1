package io.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.EventDraft;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.PayloadMismatchException;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RecordingPublisherTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final RecordingPublisher publisher =
      new RecordingPublisher("shop.events", registry, Clock.fixed(NOON, ZoneOffset.UTC));

  @Test
  void published_isRecordedAsGivenAndAsEncoded() {
    EventDraft draft = EventDraft.of("order.paid", Map.of("amount", 12)).id("e1").key("usr_1");

    PublishReceipt receipt = publisher.publish(draft).join();

    assertThat(receipt).isEqualTo(new PublishReceipt("e1", "shop.events", 0, 0, NOON));
    assertThat(publisher.drafts()).containsExactly(draft);
    assertThat(publisher.events().get(0).key()).isEqualTo("usr_1".getBytes(StandardCharsets.UTF_8));
    Envelope envelope = publisher.envelopes().get(0);
    assertThat(envelope.getId()).isEqualTo("e1");
    assertThat(publisher.data(envelope, JsonNode.class).get("amount").intValue()).isEqualTo(12);
  }

  @Test
  void idAndKey_areMadeWhereNotGiven() {
    PublishReceipt receipt = publisher.publish(EventDraft.of("order.paid", Map.of())).join();

    assertThat(receipt.id()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}");
    assertThat(publisher.events().get(0).key())
        .isEqualTo(receipt.id().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void wrongShape_isRefusedAsByTheRealOne() {
    registry.register("user.welcome_email", WelcomeEmail.getClassSchema());

    var refused =
        publisher.publish(EventDraft.of("user.welcome_email", Map.of("user_id", 5, "email", "a")));

    assertThatThrownBy(refused::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(PayloadMismatchException.class)
        .hasMessageContaining("$.user_id");
    assertThat(publisher.drafts()).isEmpty();
  }

  @Test
  void batch_keepsItsOrder() {
    List<EventDraft> drafts =
        List.of(EventDraft.of("a.b", Map.of()).id("1"), EventDraft.of("a.b", Map.of()).id("2"));

    assertThat(publisher.publishAll(drafts))
        .extracting(future -> future.join().offset())
        .containsExactly(0L, 1L);
  }

  @Test
  void failure_isGivenOutUntilCleared() {
    publisher.failWith(new IllegalStateException("down"));
    assertThat(publisher.publish(EventDraft.of("a.b", Map.of()))).isCompletedExceptionally();

    publisher.clear();
    assertThat(publisher.publish(EventDraft.of("a.b", Map.of()))).isCompleted();
  }

  @Test
  void workflow_isRecordedWithItsId() {
    Workflow workflow = Workflow.of(Workflow.step(EventDraft.of("a.b", Map.of())));

    WorkflowReceipt receipt = publisher.publish(workflow).join();

    assertThat(receipt.steps()).isEqualTo(1);
    assertThat(publisher.workflows())
        .extracting(recorded -> recorded.givenId().orElseThrow())
        .containsExactly(receipt.id());
    publisher.clear();
    assertThat(publisher.workflows()).isEmpty();
  }

  @Test
  void workflowWithAWrongStep_isRefusedNamingIt() {
    registry.register("user.welcome_email", WelcomeEmail.getClassSchema());
    EventDraft wrong = EventDraft.of("user.welcome_email", Map.of("user_id", 5));
    Workflow workflow = Workflow.of(Workflow.chain(Workflow.step(wrong)));

    assertThatThrownBy(publisher.publish(workflow)::join)
        .hasMessageContaining("chain[0] (user.welcome_email): $.user_id");
    assertThat(publisher.workflows()).isEmpty();
  }
}
