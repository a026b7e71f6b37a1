package io.sluice.processor.dispatch;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.schema.TypePattern;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An event's way from the stream thread to a handler that does nothing, and back: on worker
 * threads, and on the calling thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class HandOverBenchmark {
  private static final int EVENTS = 512;

  /** Where handlers run: on {@code workers}, or on the {@code caller}. */
  @Param({"workers", "caller"})
  public String threads;

  /** How many keys the events have. */
  @Param({"1", "512"})
  public int keys;

  private final EventContext context =
      (EventContext)
          Proxy.newProxyInstance(
              EventContext.class.getClassLoader(),
              new Class<?>[] {EventContext.class},
              (proxy, method, args) -> null);
  private final RegisteredHandler<Object> handler =
      new RegisteredHandler<>(TypePattern.parse("a.b"), Object.class, (data, given) -> {});
  private final CompletionMailbox<Integer> mailbox = new CompletionMailbox<>(() -> {});

  /** Made once: the loop below turns often while nothing has come back. */
  private final Consumer<Completion<Integer>> taker = this::take;

  private WorkerPool pool;
  private Dispatcher<Integer> dispatcher;
  private int taken;

  @Setup(Level.Trial)
  public void start() {
    Workers.Clocks clocks = new Workers.Clocks(InstantSource.system(), System::nanoTime);
    pool = new WorkerPool(16, HandlerThreads.best(), System::nanoTime);
    Workers workers =
        threads.equals("workers")
            ? new Workers(pool, clocks, Map.of(), 16, Doorkeeper.OPEN)
            : Workers.onCaller(clocks, Doorkeeper.OPEN);
    dispatcher = new Dispatcher<>(workers, mailbox, true);
  }

  @TearDown(Level.Trial)
  public void stop() {
    pool.close();
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int handOverAndBack() {
    taken = 0;
    for (int i = 0; i < EVENTS; i++) {
      Integer key = i % keys;
      dispatcher.dispatch(key, new Work<>(key, handler, () -> "data", context, null, null));
    }
    dispatcher.flush();
    while (taken < EVENTS) {
      mailbox.drain(taker);
    }
    return taken;
  }

  private void take(Completion<Integer> completion) {
    dispatcher.settled(completion.token());
    taken++;
  }
}
