package io.sluice.processor.dispatch;

import static io.sluice.processor.dispatch.Works.async;
import static io.sluice.processor.dispatch.Works.fails;
import static io.sluice.processor.dispatch.Works.succeeds;
import static io.sluice.processor.dispatch.Works.work;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.handler.TimeLimitExceeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private final Works works = new Works();
  private final List<String> ran = new ArrayList<>();

  @Test
  void completion_tellsHowItEndedAndHowLongItRan() {
    Dispatcher<String> dispatcher = onCaller(true);
    Exception failure = new Exception("no");
    dispatcher.dispatch(null, work("a", (data, context) -> works.nanos.addAndGet(5_000_000)));
    dispatcher.dispatch(
        null,
        work(
            "b",
            (data, context) -> {
              throw failure;
            }));

    dispatcher.flush();

    assertThat(works.taken())
        .containsExactly(
            new Completion<>("a", Completion.Kind.SUCCEEDED, null, null, 0, Duration.ofMillis(5)),
            new Completion<>("b", Completion.Kind.FAILED, failure, null, 5, Duration.ZERO));
    assertThat(works.taken()).isEmpty();
  }

  @Test
  void errorOfTheMachine_isHandedToTheStreamThreadAsItIs() {
    Dispatcher<String> dispatcher = onCaller(true);
    dispatcher.dispatch(
        null,
        work(
            "a",
            (data, context) -> {
              throw new OutOfMemoryError("test");
            }));
    dispatcher.flush();

    assertThat(works.taken().get(0).failure()).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void payloadThatCannotBeDecoded_isNoFailureOfTheHandler() {
    Dispatcher<String> dispatcher = onCaller(true);
    IllegalArgumentException broken = new IllegalArgumentException("broken");
    dispatcher.dispatch(
        null,
        new Work<>(
            "a",
            Works.registered("a.b", (data, context) -> ran.add("a")),
            () -> {
              throw broken;
            },
            work("a", (data, context) -> {}).context(),
            null,
            null));
    dispatcher.flush();

    assertThat(works.taken().get(0).kind()).isEqualTo(Completion.Kind.UNDECODABLE);
    assertThat(ran).isEmpty();
  }

  @Test
  void workWhoseTimeIsOver_isNotBegun() {
    Dispatcher<String> dispatcher = onCaller(true);
    works.nanos.set(2_000_000);
    Work<String> late = work("a", (data, context) -> ran.add("a"));
    dispatcher.dispatch(
        null, new Work<>("a", late.handler(), late.payload(), late.context(), 2L, null));
    dispatcher.flush();

    assertThat(works.taken().get(0).kind()).isEqualTo(Completion.Kind.EXPIRED);
    assertThat(ran).isEmpty();
  }

  @Test
  void oneKey_runsInOrderAndHaltsBehindAFailure() {
    Dispatcher<String> dispatcher = onCaller(true);
    dispatcher.dispatch("k", succeeds("1"));
    dispatcher.dispatch("k", fails("2"));
    dispatcher.dispatch("k", succeeds("3"));
    dispatcher.dispatch("other", succeeds("4"));
    dispatcher.flush();

    assertThat(works.takenTokens()).containsExactly("1", "2", "4");
    dispatcher.settled("k");
    dispatcher.resume("k");
    dispatcher.settled("k");
    dispatcher.flush();
    assertThat(works.takenTokens()).containsExactly("3");
    assertThat(dispatcher.settled("k")).isTrue();
    assertThat(dispatcher.isBusy("k")).isFalse();
  }

  @Test
  void haltedKey_givesBackWhatHasNotBegun() {
    Dispatcher<String> dispatcher = onCaller(true);
    dispatcher.dispatch("k", fails("1"));
    dispatcher.dispatch("k", succeeds("2"));
    dispatcher.flush();
    dispatcher.dispatch("k", succeeds("3"));
    dispatcher.flush();

    assertThat(works.takenTokens()).containsExactly("1");
    dispatcher.settled("k");
    assertThat(dispatcher.takeHalted("k")).containsExactly("2", "3");
    assertThat(dispatcher.isBusy("k")).isFalse();

    dispatcher.dispatch("k", succeeds("4"));
    dispatcher.flush();
    assertThat(works.takenTokens()).containsExactly("4");
  }

  @Test
  void withoutHalting_laterWorkOfTheKeyPassesAFailure() {
    Dispatcher<String> dispatcher = onCaller(false);
    dispatcher.dispatch("k", fails("1"));
    dispatcher.dispatch("k", succeeds("2"));
    dispatcher.flush();

    assertThat(works.takenTokens()).containsExactly("1", "2");
  }

  @Test
  void asyncWork_endsWithItsStageAndHoldsItsKeyUntilThen() {
    Dispatcher<String> dispatcher = onCaller(true);
    CompletableFuture<String> stage = new CompletableFuture<>();
    dispatcher.dispatch("k", async("1", (data, context) -> stage));
    dispatcher.dispatch("k", succeeds("2"));
    dispatcher.flush();
    assertThat(works.taken()).isEmpty();

    stage.complete("done");

    assertThat(works.takenTokens()).containsExactly("1", "2");
  }

  @Test
  void asyncFailure_isTakenOutOfWhatStagesWrapAroundIt() {
    Dispatcher<String> dispatcher = onCaller(true);
    IllegalStateException failure = new IllegalStateException("no");
    dispatcher.dispatch(
        null,
        async(
            "1",
            (data, context) -> CompletableFuture.failedStage(new CompletionException(failure))));
    dispatcher.flush();

    assertThat(works.taken().get(0).failure()).isSameAs(failure);
  }

  @Test
  void handlerAtItsLimit_keepsItsKeysButNoThread() {
    Workers workers =
        new Workers(works.stepped(), works.clocks, Map.of("slow.one", 1), 10, Doorkeeper.OPEN);
    Dispatcher<String> dispatcher = new Dispatcher<>(workers, works.mailbox, true);
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    dispatcher.dispatch("a", asyncOf("1", "slow.one", first));
    dispatcher.dispatch("b", asyncOf("2", "slow.one", second));
    dispatcher.dispatch("c", work("3", "quick.one", (data, context) -> {}));
    dispatcher.flush();
    works.runAll();

    assertThat(ran).containsExactly("1");
    assertThat(works.takenTokens()).containsExactly("3");

    first.complete("done");
    works.runAll();
    assertThat(ran).containsExactly("1", "2");
    second.complete("done");
    assertThat(works.takenTokens()).containsExactly("1", "2");
  }

  @Test
  void stopped_beginsNothingMore() {
    Workers workers = new Workers(works.stepped(), works.clocks, Map.of(), 10, Doorkeeper.OPEN);
    Dispatcher<String> dispatcher = new Dispatcher<>(workers, works.mailbox, true);
    dispatcher.dispatch("a", succeeds("1"));
    dispatcher.dispatch("a", succeeds("2"));
    dispatcher.flush();
    workers.stop();
    works.runAll();

    assertThat(works.taken()).isEmpty();
    assertThat(workers.isQuiet()).isTrue();
  }

  @Test
  void stageBeyondItsTimeLimit_isCancelledAndFails() {
    Workers workers = new Workers(works.stepped(), works.clocks, Map.of(), 10, Doorkeeper.OPEN);
    Dispatcher<String> dispatcher = new Dispatcher<>(workers, works.mailbox, true);
    CompletableFuture<String> never = new CompletableFuture<>();
    dispatcher.dispatch("k", async("1", (data, context) -> never));
    dispatcher.flush();
    works.runAll();
    try (Watch watch = new Watch(workers, limits(Duration.ofSeconds(1)))) {
      works.nanos.addAndGet(Duration.ofMillis(1_500).toNanos());
      watch.look();
    }

    assertThat(never).isCancelled();
    assertThat(works.taken().get(0).failure()).isInstanceOf(TimeLimitExceeded.class);
    assertThat(workers.runningCount()).isZero();
  }

  @Test
  void interruptOfOneThatNeverCameToItsHandler_meetsNoOther() {
    Workers workers = new Workers(works.stepped(), works.clocks, Map.of(), 10, Doorkeeper.OPEN);
    Dispatcher<String> dispatcher = new Dispatcher<>(workers, works.mailbox, true);
    Work<String> slow = work("a", (data, context) -> ran.add("a"));
    Work.Payload withdrawnMeanwhile =
        () -> {
          workers.cancel(event -> true);
          throw new Work.GivenUp("interrupted", new InterruptedException());
        };
    dispatcher.dispatch(
        null, new Work<>("a", slow.handler(), withdrawnMeanwhile, slow.context(), null, null));
    dispatcher.dispatch(
        null,
        work(
            "b", (data, context) -> ran.add(Thread.interrupted() ? "interrupted" : "undisturbed")));
    dispatcher.flush();
    works.runAll();

    assertThat(works.taken().get(0).kind()).isEqualTo(Completion.Kind.CANCELLED);
    assertThat(ran).containsExactly("undisturbed");
  }

  @Test
  void whatWasLetInAndNeverBegins_isToldWhenTheTaskIsClosed() {
    CountingDoor door = new CountingDoor();
    Workers workers = new Workers(works.stepped(), works.clocks, Map.of(), 10, door);
    Dispatcher<String> dispatcher = new Dispatcher<>(workers, works.mailbox, true);
    dispatcher.dispatch("k", letIn("gathered"));
    dispatcher.flush();
    dispatcher.dispatch(null, letIn("without key"));
    dispatcher.dispatch("other", succeeds("never let in"));
    dispatcher.flush();
    dispatcher.dispatch("third", letIn("not handed over"));

    dispatcher.close();
    works.runAll();

    assertThat(door.told).containsExactly("leftUnused", "leftUnused", "leftUnused");
    assertThat(ran).isEmpty();
  }

  @Test
  void attemptThatIsWithdrawn_isToldAsBrokenOffOnceItsHandlerHasBegun() {
    CountingDoor door = new CountingDoor();
    Workers workers = Workers.onCaller(works.clocks, door);
    Dispatcher<String> dispatcher = new Dispatcher<>(workers, works.mailbox, true);
    dispatcher.dispatch(null, work("a", (data, context) -> workers.cancel(event -> true)));
    dispatcher.flush();
    assertThat(door.told).containsExactly("brokenOff");

    Work<String> early = work("b", (data, context) -> ran.add("b"));
    Work.Payload withdrawn =
        () -> {
          workers.cancel(event -> true);
          return "data";
        };
    dispatcher.dispatch(
        null, new Work<>("b", early.handler(), withdrawn, early.context(), null, null));
    dispatcher.flush();
    assertThat(door.told).containsExactly("brokenOff", "didNotRun");
    assertThat(ran).isEmpty();
    assertThat(works.taken())
        .extracting(Completion::kind)
        .containsExactly(Completion.Kind.CANCELLED, Completion.Kind.CANCELLED);
  }

  @Test
  void errorOfTheMachineInATrial_isHandedToTheStreamThreadToo() {
    CountingDoor door = new CountingDoor();
    door.answer = Entry.PROBE;
    Dispatcher<String> dispatcher =
        new Dispatcher<>(Workers.onCaller(works.clocks, door), works.mailbox, true);
    dispatcher.dispatch(
        null,
        work(
            "a",
            (data, context) -> {
              throw new OutOfMemoryError("test");
            }));
    dispatcher.flush();

    assertThat(works.taken().get(0).failure()).isInstanceOf(OutOfMemoryError.class);
  }

  private Work<String> letIn(String token) {
    Work<String> work = work(token, (data, context) -> ran.add(token));
    LetIn before = new LetIn(Entry.RUN, 0);
    return new Work<>(token, work.handler(), work.payload(), work.context(), null, before);
  }

  private Work<String> asyncOf(String token, String type, CompletableFuture<String> stage) {
    return work(
        token,
        type,
        (io.sluice.processor.handler.AsyncEventHandler<Object>)
            (data, context) -> {
              ran.add(token);
              return stage;
            });
  }

  private Dispatcher<String> onCaller(boolean haltOnFailure) {
    return new Dispatcher<>(
        Workers.onCaller(works.clocks, Doorkeeper.OPEN), works.mailbox, haltOnFailure);
  }

  static Watch.Limits limits(Duration timeLimit) {
    return new Watch.Limits(handler -> timeLimit, null, Duration.ofDays(1));
  }
}
