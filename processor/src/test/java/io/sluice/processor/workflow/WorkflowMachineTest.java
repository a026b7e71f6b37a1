package io.sluice.processor.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.EventCodec;
import io.sluice.schema.avro.StepSettled;
import io.sluice.schema.avro.WorkflowDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Any workflow, any outcomes in any order, replays, deadlines and crashes: what the machine does is
 * what the plain model says, each step is started once, and it never hangs.
 */
class WorkflowMachineTest {
  private static final int TURNS = 250;

  /** A codec makes Avro trust the generated classes; the machine keeps some of them. */
  @BeforeContainer
  static void trustGeneratedClasses() {
    EventCodec.create(Map.of("schema.registry.url", "mock://machine")).close();
  }

  @Property(tries = 1_500)
  void machine_doesWhatThePlainModelSays(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int slice) {
    Run run = new Run(new Random(seed), slice);
    for (int turn = 0; turn < TURNS; turn++) {
      run.turn();
    }
    run.finish();
    run.check();
  }

  /** A record of the topic: a part of the definition, or what came of a step. */
  private record Letter(@Nullable WorkflowDefinition part, int step, String outcome) {}

  private record Committed(
      MemoryStore store,
      Out out,
      int position,
      List<Consumer<PlainModel>> log,
      long nowMs,
      long beganMs) {}

  private static final class Out implements Effects {
    private final List<Integer> started = new ArrayList<>();
    private final List<Kind> news = new ArrayList<>();

    Out copy() {
      Out copy = new Out();
      copy.started.addAll(started);
      copy.news.addAll(news);
      return copy;
    }

    @Override
    public void start(StepStart start) {
      started.add(start.step());
    }

    @Override
    public void tell(News one) {
      news.add(one.kind());
    }
  }

  private static final class Run {
    private final Random random;
    private final MachineLimits limits;
    private final Tree tree;
    private final boolean onFailure;
    private final List<Letter> inbox = new ArrayList<>();
    private final Set<Integer> known = new HashSet<>();
    private final Set<Integer> running = new HashSet<>();
    private final Set<Integer> dead = new HashSet<>();
    private MemoryStore store = new MemoryStore();
    private Out out = new Out();
    private List<Consumer<PlainModel>> log = new ArrayList<>();
    private int position;
    private long nowMs = 1_000;
    private long beganMs;
    private WorkflowMachine machine;
    private Committed committed;

    Run(Random random, int slice) {
      this.random = random;
      this.limits = new MachineLimits(1_000_000, Duration.ofDays(30), Duration.ofDays(1), slice);
      this.tree = Tree.byChance(random, 4);
      this.onFailure = random.nextBoolean();
      tree.definitions(onFailure, 1 + random.nextInt(6))
          .forEach(part -> inbox.add(new Letter(part, -1, "")));
      machine = opened();
      commit();
    }

    void turn() {
      int dice = random.nextInt(100);
      if (dice < 35) {
        read();
      } else if (dice < 50) {
        slice();
      } else if (dice < 70) {
        settleOne();
      } else if (dice < 78) {
        replayOne();
      } else if (dice < 86) {
        pass(1 + random.nextInt(1_500));
      } else if (dice < 95) {
        commit();
      } else {
        crash();
      }
    }

    void finish() {
      do {
        while (position < inbox.size()) {
          read();
        }
        drain();
        commit();
        while (!running.isEmpty()) {
          settleOne();
        }
      } while (position < inbox.size());
    }

    void check() {
      PlainModel model = new PlainModel(tree, beganMs);
      log.forEach(input -> input.accept(model));
      Set<Integer> inTree = new HashSet<>(out.started);
      boolean handled = inTree.remove(tree.numbered().size());
      assertThat(out.started).as("each step is started once").doesNotHaveDuplicates();
      assertThat(told(out.news)).as("what is told").isEqualTo(told(model.news()));
      assertThat(handled)
          .as("on_failure")
          .isEqualTo(onFailure && model.news().contains(Effects.Kind.FAILED));
      assertThat(model.started()).as("%s", tree).containsAll(inTree);
      if (model.state() != State.SUCCEEDED) {
        assertThat(inTree).as("steps started").isEqualTo(model.started());
        assertThat(model.state()).as("it never hangs").isEqualTo(State.FAILED);
      }
      assertThat(machine.active()).isEqualTo(model.state() == State.SUCCEEDED ? 0 : 1);
      pass(Duration.ofDays(70).toMillis());
      pass(Duration.ofDays(70).toMillis());
      assertThat(machine.active()).isZero();
      assertThat(store.size()).as("only the count is left").isOne();
    }

    /** What goes on with nothing but empty groups is at its end in the same breath. */
    private static List<Effects.Kind> told(List<Effects.Kind> news) {
      List<Effects.Kind> told = new ArrayList<>();
      for (Effects.Kind kind : news) {
        int last = told.size() - 1;
        if (kind == Effects.Kind.SUCCEEDED && told.get(last) == Effects.Kind.RESUMED) {
          told.remove(last);
        }
        told.add(kind);
      }
      return told;
    }

    private WorkflowMachine opened() {
      WorkflowMachine opened = new WorkflowMachine(store, limits, out);
      opened.open();
      return opened;
    }

    /**
     * An empty group succeeds when its turn to begin comes, which the model does at once: with one
     * of them, what is left over must not wait.
     */
    private void read() {
      if (tree.hasEmptyGroup()) {
        drain();
      }
      if (position < inbox.size()) {
        read(inbox.get(position++));
      }
    }

    private void read(Letter letter) {
      long at = nowMs;
      WorkflowDefinition part = letter.part();
      if (part != null) {
        define(part);
        beganMs = at;
      } else {
        StepSettled report =
            new StepSettled(letter.step(), "w-" + letter.step(), letter.outcome(), null);
        machine.settled("w", report, at);
        log.add(model -> model.report(letter.step(), letter.outcome(), at));
      }
    }

    private void define(WorkflowDefinition part) {
      try {
        machine.define("w", part, nowMs);
      } catch (BadDefinitionException e) {
        throw new AssertionError(e);
      }
    }

    private void slice() {
      if (machine.nextMs() == 0) {
        machine.work(nowMs);
      }
    }

    private void drain() {
      while (machine.nextMs() <= nowMs) {
        machine.work(nowMs);
      }
    }

    /** What is left over is done first, so that what begins does so at the model's time. */
    private void pass(long ms) {
      drain();
      nowMs += ms;
      long at = nowMs;
      drain();
      log.add(model -> model.tick(at));
    }

    private void settleOne() {
      if (!running.isEmpty()) {
        int step = any(running);
        running.remove(step);
        settle(step, random.nextInt(100) < 70);
      }
    }

    private void replayOne() {
      if (!dead.isEmpty()) {
        settle(any(dead), random.nextBoolean());
      }
    }

    private void settle(int step, boolean succeeds) {
      String outcome =
          succeeds ? "succeeded" : List.of("dead", "expired", "cancelled").get(random.nextInt(3));
      if (succeeds) {
        dead.remove(step);
      } else {
        dead.add(step);
      }
      for (int times = random.nextInt(10) == 0 ? 2 : 1; times > 0; times--) {
        inbox.add(new Letter(null, step, outcome));
      }
    }

    private int any(Set<Integer> steps) {
      List<Integer> sorted = steps.stream().sorted().toList();
      return sorted.get(random.nextInt(sorted.size()));
    }

    /** Only what is committed is seen outside. */
    private void commit() {
      committed =
          new Committed(store.copy(), out.copy(), position, List.copyOf(log), nowMs, beganMs);
      out.started.stream().filter(known::add).forEach(running::add);
    }

    private void crash() {
      store = committed.store().copy();
      out = committed.out().copy();
      position = committed.position();
      log = new ArrayList<>(committed.log());
      nowMs = committed.nowMs();
      beganMs = committed.beganMs();
      machine = opened();
    }
  }
}
