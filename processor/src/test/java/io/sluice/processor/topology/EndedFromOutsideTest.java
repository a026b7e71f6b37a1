package io.sluice.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.policy.Ordering;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.EventDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** An attempt that is ended from outside while its handler waits for the schema registry. */
class EndedFromOutsideTest {
  private static final Ordering BY_KEY =
      new Ordering(
          Ordering.Mode.KEY,
          Ordering.OnDeadLetter.RELEASE,
          1_000,
          Ordering.OnParkedFull.DEAD_LETTER);

  private final List<String> ran = new ArrayList<>();
  private Runnable outside = () -> {};
  private final OneTask task = new OneTask(BY_KEY, 1, this::handle);

  @Test
  void withdrawnEvent_isSettled_andTheNextOfItsKeyRuns() {
    publishAndRun(() -> task.withdraw("first"));

    assertThat(task.settled())
        .containsExactly(
            new OneTask.Outcome("first", "k", new Settlement.Cancelled()),
            new OneTask.Outcome("second", "k", new Settlement.Succeeded()));
    assertThat(ran).containsExactly("first", "second");
  }

  @Test
  void eventBeyondItsTimeLimit_isSettled_andTheNextOfItsKeyRuns() {
    publishAndRun(
        () -> {
          task.pass(OneTask.TIME_LIMIT.plusMillis(1));
          task.watch();
        });

    assertThat(task.settled()).extracting(OneTask.Outcome::id).containsExactly("first", "second");
    assertThat(task.settled().get(0).settlement()).isInstanceOf(Settlement.Dead.class);
  }

  @Test
  void eventWithdrawnInHand_isSettledWhenTheOneBeforeItFails_andIsNotParked() {
    try (OneTask failing = new OneTask(BY_KEY, 5, (data, context) -> failed())) {
      failing.publish("first", "k");
      failing.publish("second", "k");
      failing.readOne();
      failing.readOne();
      failing.withdraw("second");
      failing.pass(Duration.ofMillis(10));
      assertThat(failing.settled()).isEmpty();

      failing.workOne(new Random(1));
      failing.pass(Duration.ofMillis(10));

      assertThat(failing.settled())
          .containsExactly(new OneTask.Outcome("second", "k", new Settlement.Cancelled()));
    }
  }

  private static CompletionStage<?> failed() {
    return CompletableFuture.failedStage(new IllegalStateException("not today"));
  }

  private void publishAndRun(Runnable meanwhile) {
    try (task) {
      task.publish("first", "k");
      task.publish("second", "k");
      task.readOne();
      task.readOne();
      outside = meanwhile;
      Random first = new Random(1);
      for (int i = 0; i < 10; i++) {
        task.workOne(first);
        task.pass(Duration.ofMillis(10));
      }
    }
  }

  private CompletionStage<?> handle(Object data, EventContext context) {
    ran.add(context.id());
    if (context.id().equals("first")) {
      task.loseRegistry(outside);
      context.publish(EventDraft.of("not.known.yet", Map.of("n", 1)));
    }
    return CompletableFuture.completedStage(null);
  }
}
