package io.sluice.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.policy.Ordering;
import io.sluice.processor.policy.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Any interleaving of reads, workers, retries, time limits, commits and crashes: every event is
 * settled exactly once, and with {@code ordering: key} the events of a key run and are settled in
 * order. In virtual time.
 */
class OrderUnderCrashesTest {
  private static final int MAX_ATTEMPTS = 3;
  private static final int STEPS = 400;

  /** How each attempt of an event ends: the first, the second, and so on; the last is repeated. */
  private enum Script {
    SUCCEEDS(End.OK),
    FAILS_ONCE(End.FAIL, End.OK),
    FAILS_TWICE(End.FAIL, End.FAIL, End.OK),
    FAILS_FOR_EVER(End.FAIL),
    TIMES_OUT_ONCE(End.NEVER, End.OK),
    TIMES_OUT_FOR_EVER(End.NEVER);

    private final List<End> ends;

    Script(End... ends) {
      this.ends = List.of(ends);
    }

    End of(int attempt) {
      return ends.get(Math.min(attempt, ends.size()) - 1);
    }

    boolean dies() {
      End last = ends.get(ends.size() - 1);
      return last != End.OK;
    }
  }

  private enum End {
    OK,
    FAIL,
    NEVER
  }

  private record Plan(int key, Script script) {}

  private record Pending(String id, End end, CompletableFuture<Void> stage) {}

  @Property(tries = 150)
  void keyedEvents_areSettledOnceAndInOrder(
      @ForAll @Size(min = 1, max = 25) List<@IntRange(min = 0, max = 17) Integer> plans,
      @ForAll long seed) {
    Ordering ordering =
        new Ordering(
            Ordering.Mode.KEY,
            Ordering.OnDeadLetter.RELEASE,
            1_000,
            Ordering.OnParkedFull.DEAD_LETTER);
    Run run = new Run(plans, seed, ordering);
    run.play();

    run.assertComplete();
    run.assertInOrder();
  }

  @Property(tries = 75)
  void withoutOrdering_eventsAreStillSettledOnce(
      @ForAll @Size(min = 1, max = 25) List<@IntRange(min = 0, max = 17) Integer> plans,
      @ForAll long seed) {
    Ordering ordering =
        new Ordering(
            Ordering.Mode.NONE,
            Ordering.OnDeadLetter.RELEASE,
            1_000,
            Ordering.OnParkedFull.DEAD_LETTER);
    Run run = new Run(plans, seed, ordering);
    run.play();

    run.assertComplete();
  }

  /** A dead letter takes what follows it along: nothing of its key may succeed after it. */
  @Property(tries = 75)
  void followersOfADeadLetter_dieWithIt(
      @ForAll @Size(min = 1, max = 25) List<@IntRange(min = 0, max = 17) Integer> plans,
      @ForAll long seed) {
    Ordering ordering =
        new Ordering(
            Ordering.Mode.KEY,
            Ordering.OnDeadLetter.DEAD_LETTER,
            1_000,
            Ordering.OnParkedFull.DEAD_LETTER);
    Run run = new Run(plans, seed, ordering);
    run.play();

    assertThat(run.task.committed()).hasSize(run.plans.size());
    run.assertInOrder();
  }

  /** Pauses, breakers and limits keep events waiting, and operators withdraw some of them. */
  @Property(tries = 200)
  void heldAndWithdrawn_areSettledOnceAndInOrder(
      @ForAll @Size(min = 1, max = 25) List<@IntRange(min = 0, max = 17) Integer> plans,
      @ForAll boolean keyed,
      @ForAll boolean withdraws,
      @ForAll long seed) {
    Ordering ordering =
        new Ordering(
            keyed ? Ordering.Mode.KEY : Ordering.Mode.NONE,
            Ordering.OnDeadLetter.RELEASE,
            3,
            Ordering.OnParkedFull.HOLD_BACK);
    Run run = new Run(plans, seed, ordering, 40);
    run.withdraws = withdraws;
    run.play();

    run.assertComplete();
    if (keyed) {
      run.assertInOrder();
    }
    assertThat(run.task.heldEntries()).isZero();
  }

  /** Each attempt that was let in tells its end once, however it ends. */
  @Property(tries = 100)
  void whoWasLetIn_isOutAtTheEnd(
      @ForAll @Size(min = 1, max = 25) List<@IntRange(min = 0, max = 17) Integer> plans,
      @ForAll long seed) {
    Ordering ordering =
        new Ordering(
            Ordering.Mode.KEY,
            Ordering.OnDeadLetter.RELEASE,
            1_000,
            Ordering.OnParkedFull.DEAD_LETTER);
    Run run = new Run(plans, seed, ordering, 30);
    run.withdraws = true;
    run.crashes = false;
    run.play();

    assertThat(run.task.inside()).isZero();
  }

  private static final class Run {
    private final List<Plan> plans = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private final Random random;
    private final OneTask task;
    private final boolean ordered;
    private final Set<String> withdrawn = new HashSet<>();
    private boolean withdraws;
    private boolean crashes = true;

    Run(List<Integer> numbers, long seed, Ordering ordering) {
      this(numbers, seed, ordering, 0);
    }

    Run(List<Integer> numbers, long seed, Ordering ordering, int refusals) {
      for (int number : numbers) {
        plans.add(new Plan(number % 3, Script.values()[number / 3]));
      }
      random = new Random(seed);
      ordered = ordering.parks();
      task = new OneTask(ordering, MAX_ATTEMPTS, this::start, refusals, random);
      for (int i = 0; i < plans.size(); i++) {
        task.publish(id(i), "key-" + plans.get(i).key());
      }
    }

    /** First anything in any order, then whatever is still needed. */
    void play() {
      for (int i = 0; i < STEPS; i++) {
        step(random.nextInt(crashes ? 100 : 95));
        if (withdraws && random.nextInt(40) == 0) {
          withdrawOne();
        }
      }
      for (int i = 0; i < 100_000 && !task.isDone(); i++) {
        step(random.nextInt(95));
      }
      task.commit();
      task.close();
    }

    private void step(int dice) {
      if (dice < 20) {
        task.readOne();
      } else if (dice < 45) {
        task.workOne(random);
      } else if (dice < 65) {
        completeOne();
      } else if (dice < 75) {
        task.pass(Duration.ofMillis(1 + random.nextInt(120)));
      } else if (dice < 82) {
        task.retryOne();
      } else if (dice < 87) {
        letTimeRunOut();
      } else if (dice < 95) {
        task.commit();
      } else {
        pending.clear();
        task.crash();
      }
    }

    private void withdrawOne() {
      String id = id(random.nextInt(plans.size()));
      withdrawn.add(id);
      task.withdraw(id);
    }

    /** Only for those that are to time out: the others end in time. */
    private void letTimeRunOut() {
      pending.stream().filter(it -> it.end() != End.NEVER).forEach(Run::complete);
      pending.removeIf(it -> it.stage().isDone());
      task.pass(OneTask.TIME_LIMIT.dividedBy(2));
      task.watch();
    }

    private CompletionStage<?> start(Object data, EventContext context) {
      if (ordered) {
        assertMayStart(context.id());
      }
      Script script = plans.get(number(context.id())).script();
      CompletableFuture<Void> stage = new CompletableFuture<>();
      pending.add(new Pending(context.id(), script.of(context.attempt()), stage));
      return stage;
    }

    private void completeOne() {
      pending.removeIf(it -> it.stage().isDone());
      List<Pending> able = pending.stream().filter(it -> it.end() != End.NEVER).toList();
      if (able.isEmpty()) {
        return;
      }
      Pending one = able.get(random.nextInt(able.size()));
      pending.remove(one);
      complete(one);
    }

    private static void complete(Pending one) {
      if (one.end() == End.OK) {
        one.stage().complete(null);
      } else {
        one.stage().completeExceptionally(new IllegalStateException("as planned"));
      }
    }

    /** No event begins before every earlier one of its key is settled, or lost its worker. */
    private void assertMayStart(String id) {
      int number = number(id);
      int key = plans.get(number).key();
      for (Pending other : pending) {
        boolean sameKey = plans.get(number(other.id())).key() == key;
        assertThat(sameKey && !other.stage().isDone())
            .as("%s begins while %s of the same key runs", id, other.id())
            .isFalse();
      }
    }

    void assertComplete() {
      assertThat(task.committed()).extracting(OneTask.Outcome::id).doesNotHaveDuplicates();
      assertThat(task.committed()).hasSize(plans.size());
      for (OneTask.Outcome outcome : task.committed()) {
        if (outcome.settlement() instanceof Settlement.Cancelled) {
          assertThat(withdrawn).contains(outcome.id());
          continue;
        }
        boolean dies = plans.get(number(outcome.id())).script().dies();
        assertThat(outcome.settlement())
            .as(outcome.id())
            .isInstanceOf(dies ? Settlement.Dead.class : Settlement.Succeeded.class);
      }
      assertThat(task.parkedEntries()).isZero();
    }

    void assertInOrder() {
      Map<String, List<Integer>> byKey =
          task.committed().stream()
              .filter(it -> !(it.settlement() instanceof Settlement.Cancelled))
              .collect(
                  Collectors.groupingBy(
                      OneTask.Outcome::key,
                      Collectors.mapping(it -> number(it.id()), Collectors.toList())));
      assertThat(byKey).allSatisfy((key, numbers) -> assertThat(numbers).isSorted());
    }

    private static String id(int number) {
      return "event-" + number;
    }

    private static int number(String id) {
      return Integer.parseInt(id.substring("event-".length()));
    }
  }
}
