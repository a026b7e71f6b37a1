package io.sluice.processor.dispatch;

import static io.sluice.processor.dispatch.Works.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.processor.handler.TimeLimitExceeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
  private final Works works = new Works();
  private final List<WorkerPool> pools = new ArrayList<>();

  @AfterEach
  void closePools() {
    pools.forEach(WorkerPool::close);
  }

  @Test
  void workThatWaits_getsAThreadEachUpToTheLimit() throws Exception {
    CyclicBarrier allAtOnce = new CyclicBarrier(50);
    Dispatcher<String> dispatcher = dispatcher(50);
    for (int i = 0; i < 100; i++) {
      dispatcher.dispatch(null, work("w" + i, (data, context) -> allAtOnce.await()));
    }
    dispatcher.flush();

    List<String> taken = new ArrayList<>();
    await().untilAsserted(() -> assertThat(gather(taken)).hasSize(100));
  }

  @Test
  void manyKeys_runEachInOrderAndLoseNothing() {
    Dispatcher<String> dispatcher = dispatcher(8);
    Map<Integer, List<Integer>> seen = new ConcurrentHashMap<>();
    AtomicInteger overlaps = new AtomicInteger();
    Map<Integer, AtomicBoolean> busy = new ConcurrentHashMap<>();
    int keys = 97;
    int events = 200_000;
    AtomicInteger taken = new AtomicInteger();
    for (int i = 0; i < events; i++) {
      int key = i % keys;
      int number = i;
      dispatcher.dispatch(
          key,
          work(
              "w",
              (data, context) -> {
                AtomicBoolean mine = busy.computeIfAbsent(key, any -> new AtomicBoolean());
                if (!mine.compareAndSet(false, true)) {
                  overlaps.incrementAndGet();
                }
                seen.computeIfAbsent(key, any -> new ArrayList<>()).add(number);
                mine.set(false);
              }));
      works.mailbox.drain(it -> taken.incrementAndGet());
    }
    dispatcher.flush();

    await()
        .untilAsserted(
            () -> {
              works.mailbox.drain(it -> taken.incrementAndGet());
              assertThat(taken).hasValue(events);
            });
    assertThat(overlaps).hasValue(0);
    assertThat(seen).hasSize(keys).allSatisfy((key, numbers) -> assertThat(numbers).isSorted());
  }

  @Test
  void pool_isWokenAgainAfterItHasGoneToSleep() {
    Dispatcher<String> dispatcher = dispatcher(4);
    for (int round = 0; round < 500; round++) {
      dispatcher.dispatch(null, Works.succeeds("r" + round));
      dispatcher.flush();
      List<String> taken = new ArrayList<>();
      await()
          .pollInterval(Duration.ofMillis(1))
          .untilAsserted(() -> assertThat(gather(taken)).hasSize(1));
    }
  }

  @Test
  void handlerBeyondItsTimeLimit_isInterruptedAndItsThreadGoesOn() throws Exception {
    WorkerPool pool = pool(1);
    Workers workers = new Workers(pool, works.clocks, Map.of(), 10, Doorkeeper.OPEN);
    Dispatcher<String> dispatcher = new Dispatcher<>(workers, works.mailbox, true);
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicBoolean leftOver = new AtomicBoolean();
    dispatcher.dispatch(
        "a",
        work(
            "slow",
            (data, context) -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
              }
            }));
    dispatcher.dispatch(
        "b", work("next", (data, context) -> leftOver.set(Thread.currentThread().isInterrupted())));
    dispatcher.flush();
    begun.await();
    works.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    try (Watch watch = new Watch(workers, DispatcherTest.limits(Duration.ofSeconds(1)))) {
      watch.look();
    }

    List<Completion<String>> taken = new ArrayList<>();
    await()
        .untilAsserted(
            () -> {
              taken.addAll(works.taken());
              assertThat(taken).hasSize(2);
            });
    assertThat(taken.get(0).failure()).isInstanceOf(TimeLimitExceeded.class);
    assertThat(taken.get(1).kind()).isEqualTo(Completion.Kind.SUCCEEDED);
    assertThat(interrupted).isTrue();
    assertThat(leftOver).isFalse();
  }

  @Test
  void handlerThatNeverReturns_isSeenRunningAndDoesNotHoldUpTheClose() throws Exception {
    WorkerPool pool = pool(2);
    Workers workers = new Workers(pool, works.clocks, Map.of(), 10, Doorkeeper.OPEN);
    Dispatcher<String> dispatcher = new Dispatcher<>(workers, works.mailbox, true);
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    dispatcher.dispatch(
        "a",
        work(
            "stuck",
            (data, context) -> {
              begun.countDown();
              awaitWhateverHappens(never);
            }));
    dispatcher.dispatch("b", Works.succeeds("other"));
    dispatcher.flush();
    begun.await();
    works.nanos.addAndGet(Duration.ofMinutes(5).toNanos());

    List<String> taken = new ArrayList<>();
    await().untilAsserted(() -> assertThat(gather(taken)).containsExactly("other"));
    assertThat(workers.running())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.id()).isEqualTo("stuck");
              assertThat(it.ran()).isEqualTo(Duration.ofMinutes(5));
            });
    pool.close();
    assertThat(workers.isQuiet()).isFalse();
    never.countDown();
    await().untilAsserted(() -> assertThat(workers.runningCount()).isZero());
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // A handler that will not be interrupted.
      }
    }
  }

  private List<String> gather(List<String> taken) {
    taken.addAll(works.takenTokens());
    return taken;
  }

  private Dispatcher<String> dispatcher(int threads) {
    return new Dispatcher<>(
        new Workers(pool(threads), works.clocks, Map.of(), 10, Doorkeeper.OPEN),
        works.mailbox,
        true);
  }

  private WorkerPool pool(int threads) {
    WorkerPool pool = new WorkerPool(threads, HandlerThreads.best(), System::nanoTime);
    pools.add(pool);
    return pool;
  }
}
