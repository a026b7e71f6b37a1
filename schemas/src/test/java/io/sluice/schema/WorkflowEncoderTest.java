package io.sluice.schema;

import static io.sluice.schema.Workflow.chain;
import static io.sluice.schema.Workflow.group;
import static io.sluice.schema.Workflow.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.avro.GroupPolicy;
import io.sluice.schema.avro.NodeKind;
import io.sluice.schema.avro.StepEvent;
import io.sluice.schema.avro.WorkflowDefinition;
import io.sluice.schema.avro.WorkflowNode;
import io.sluice.schema.avro.WorkflowRecord;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkflowEncoderTest {
  private static final String TOPIC = "shop.workflow";
  private static final Instant NOW = Instant.parse("2026-11-24T18:00:00.123456Z");
  private static final EncodeContext CONTEXT = new EncodeContext(TOPIC, "shop", NOW);
  private static final EventDraft A = EventDraft.of("a", Map.of("n", 1));

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventCodec codec = EventCodec.create(Map.of(), registry);

  @Test
  void parts_are_numbered_breadth_first() {
    Workflow workflow =
        Workflow.of(
                chain(
                    step(A),
                    group(step(A), chain(step(A), step(A)))
                        .policy(JoinPolicy.atLeast(1))
                        .deadline(Duration.ofMinutes(10)),
                    step(A).immutable()))
            .id("w-1")
            .onFailure(step(A));

    EncodedWorkflow encoded = codec.encodeWorkflow(workflow, CONTEXT);
    WorkflowDefinition definition = definitions(encoded).get(0);

    assertThat(encoded.id()).isEqualTo("w-1");
    assertThat(encoded.key()).isEqualTo("w-1".getBytes(UTF_8));
    assertThat(encoded.steps()).isEqualTo(6);
    assertThat(definition.getOnFailure()).isEqualTo(8);
    assertThat(definition.getSource()).isEqualTo("shop");
    assertThat(definition.getNodes().stream().map(WorkflowEncoderTest::shape))
        .containsExactly(
            "CHAIN of -1: 3 from 1",
            "STEP of 0",
            "GROUP of 0: 2 from 4",
            "STEP of 0",
            "STEP of 2",
            "CHAIN of 2: 2 from 6",
            "STEP of 5",
            "STEP of 5",
            "STEP of -1");
    WorkflowNode group = definition.getNodes().get(2);
    assertThat(group.getPolicy()).isEqualTo(GroupPolicy.N_OF_M);
    assertThat(group.getNeeded()).isOne();
    assertThat(group.getDeadlineMs()).isEqualTo(600_000);
    assertThat(event(definition, 1).getImmutable()).isFalse();
    assertThat(event(definition, 3).getImmutable()).isTrue();
  }

  @Test
  void a_step_holds_what_its_draft_says_and_its_times_stay_relative() {
    Instant fixed = Instant.parse("2027-01-01T00:00:00.000999Z");
    WelcomeEmail email = new WelcomeEmail("usr_456", "alice@example.com", null);
    EventDraft draft =
        EventDraft.of("user.welcome_email", email).id("e-1").key("k").label("l", "v");
    Workflow workflow =
        Workflow.of(
            chain(
                step(draft.delay(Duration.ofSeconds(2)).expiresIn(Duration.ofHours(1))),
                step(A.at(fixed).expires(fixed))));

    WorkflowDefinition definition = definitions(codec.encodeWorkflow(workflow, CONTEXT)).get(0);
    StepEvent relative = event(definition, 1);
    StepEvent absolute = event(definition, 2);

    assertThat(relative.getId()).isEqualTo("e-1");
    assertThat(relative.getType()).isEqualTo("user.welcome_email");
    assertThat(relative.getKey()).isEqualTo("k");
    assertThat(relative.getLabels()).isEqualTo(Map.of("l", "v"));
    assertThat(relative.getDelayMs()).isEqualTo(2_000);
    assertThat(relative.getNotBefore()).isNull();
    assertThat(relative.getExpiresMs()).isEqualTo(3_600_000);
    assertThat(relative.getExpiresAt()).isNull();
    assertThat(relative.getData()).isEqualTo(dataOf(draft));
    assertThat(absolute.getId()).isNull();
    assertThat(absolute.getDelayMs()).isNull();
    assertThat(absolute.getNotBefore()).isEqualTo("2027-01-01T00:00:00Z");
    assertThat(absolute.getExpiresAt()).isEqualTo("2027-01-01T00:00:00Z");
  }

  @Test
  void what_caused_the_workflow_is_filled_in_where_it_is_not_given() {
    Workflow plain = Workflow.of(step(A));

    WorkflowDefinition caused =
        definitions(codec.encodeWorkflow(plain.causedBy("e-0", "c-0").source("s"), CONTEXT)).get(0);
    WorkflowDefinition given =
        definitions(codec.encodeWorkflow(plain.correlationId("c").causedBy("e-0", "c-0"), CONTEXT))
            .get(0);

    assertThat(caused.getCausationId()).isEqualTo("e-0");
    assertThat(caused.getCorrelationId()).isEqualTo("c-0");
    assertThat(caused.getSource()).isEqualTo("s");
    assertThat(given.getCorrelationId()).isEqualTo("c");
  }

  @Test
  void a_large_workflow_is_cut_into_parts_that_brokers_take() {
    List<Step> members = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      members.add(step(EventDraft.of("a", Map.of("text", "x".repeat(i % 400))).key("k" + i)));
    }
    members.add(step(EventDraft.of("a", Map.of("text", "x".repeat(2_000_000)))));

    EncodedWorkflow encoded = codec.encodeWorkflow(Workflow.of(group(members)), CONTEXT);

    assertThat(encoded.values()).hasSizeGreaterThan(10);
    assertThat(encoded.values().subList(0, encoded.values().size() - 1))
        .allSatisfy(value -> assertThat(value).hasSizeLessThan(600_000));
    int next = 0;
    List<WorkflowDefinition> parts = definitions(encoded);
    for (int part = 0; part < parts.size(); part++) {
      assertThat(parts.get(part).getPart()).isEqualTo(part);
      assertThat(parts.get(part).getParts()).isEqualTo(parts.size());
      assertThat(parts.get(part).getFirstNode()).isEqualTo(next);
      next += parts.get(part).getNodes().size();
    }
    assertThat(next).isEqualTo(20_002);
  }

  @Test
  void a_payload_that_does_not_fit_is_refused_with_the_place_of_its_step() {
    codec.registerType("user.welcome_email", WelcomeEmail.getClassSchema());
    EventDraft bad = EventDraft.of("user.welcome_email", Map.of("user_id", 1));
    Workflow workflow = Workflow.of(chain(step(A), group(step(bad))));

    assertThatThrownBy(() -> codec.encodeWorkflow(workflow, CONTEXT))
        .isInstanceOf(StepRefusedException.class)
        .hasMessageStartingWith("chain[1].group[0] (user.welcome_email): $.user_id: expected")
        .hasCauseInstanceOf(PayloadMismatchException.class);
  }

  @Test
  void a_registry_that_is_down_says_nothing_about_a_step() {
    registry.setAvailable(false);
    Workflow workflow = Workflow.of(step(A));

    assertThatThrownBy(() -> codec.encodeWorkflow(workflow, CONTEXT))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void a_step_cannot_take_the_id_that_another_gets() {
    WorkflowPart part = chain(step(A.id("w-2")), step(A));
    Workflow workflow = Workflow.of(part).id("w");

    assertThat(codec.encodeWorkflow(workflow.id("v"), CONTEXT).steps()).isEqualTo(2);
    assertThatThrownBy(() -> codec.encodeWorkflow(workflow, CONTEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chain[0] (a): its id \"w-2\" is the one that chain[1] (a) gets");
    assertThatThrownBy(() -> codec.encodeWorkflow(workflow.id("w-2"), CONTEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chain[0] (a): its id \"w-2\" is the workflow's own");
  }

  @Test
  void a_delay_beyond_counting_is_refused_with_the_place_of_its_step() {
    Workflow workflow = Workflow.of(chain(step(A.delay(Duration.ofSeconds(Long.MAX_VALUE)))));

    assertThatThrownBy(() -> codec.encodeWorkflow(workflow, CONTEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chain[0] (a)");
  }

  private List<WorkflowDefinition> definitions(EncodedWorkflow encoded) {
    return encoded.values().stream()
        .map(value -> codec.decodeWorkflow(TOPIC, value))
        .map(WorkflowRecord::getBody)
        .map(WorkflowDefinition.class::cast)
        .toList();
  }

  private ByteBuffer dataOf(EventDraft draft) {
    EncodedEvent event = codec.encode(draft, new EncodeContext("shop.events", "shop", NOW));
    return codec.decode("shop.events", event.value()).getData();
  }

  private static StepEvent event(WorkflowDefinition definition, int number) {
    WorkflowNode node = definition.getNodes().get(number);
    assertThat(node.getKind()).isEqualTo(NodeKind.STEP);
    return node.getStep();
  }

  private static String shape(WorkflowNode node) {
    String shape = node.getKind() + " of " + node.getParent();
    return node.getKind() == NodeKind.STEP
        ? shape
        : shape + ": " + node.getChildren() + " from " + node.getFirstChild();
  }
}
