package io.sluice.processor.topology;

import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.schema.RegistryUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits in place while the schema registry cannot be reached: an event is never dead-lettered for
 * that, and those behind it keep their order.
 *
 * <p>The wait is shorter than the transaction's time-out. When it is over, the task gives the
 * record back: {@link TaskCorruptedException} makes Kafka Streams abort the transaction, and read
 * the same record again from the last commit, without a rebalance. So an outage of any length is
 * waited out, and the other tasks of the thread get their turn.
 *
 * <p>Rejected: holding such records in a store (a long outage would pull the whole topic into it),
 * and blocking without an end (the transaction and the group membership would expire).
 */
final class RegistryPatience {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final TaskId task;
  private final PipelineMetrics metrics;
  private final PipelineTopology.Waiting waiting;
  private boolean told;

  RegistryPatience(TaskId task, PipelineMetrics metrics, PipelineTopology.Waiting waiting) {
    this.task = task;
    this.metrics = metrics;
    this.waiting = waiting;
  }

  /** Does {@code work}, again and again while it fails for want of the registry. */
  <T> T await(Supplier<T> work) {
    try {
      return reached(work.get());
    } catch (RegistryUnavailableException e) {
      return awaitRegistry(work, e);
    }
  }

  /** Takes back what was told; for a task that leaves. */
  void forget() {
    if (told) {
      told = false;
      metrics.registryWaiting(task.toString(), false);
    }
  }

  private <T> T awaitRegistry(Supplier<T> work, RegistryUnavailableException first) {
    tell(first);
    long giveBackAt = waiting.nowMs().getAsLong() + waiting.limit().toMillis();
    long pauseMs = FIRST_PAUSE_MS;
    RegistryUnavailableException last = first;
    while (waiting.nowMs().getAsLong() < giveBackAt && !waiting.stopping().getAsBoolean()) {
      pause(pauseMs, last);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      try {
        return reached(work.get());
      } catch (RegistryUnavailableException e) {
        last = e;
      }
    }
    throw givenBack(last);
  }

  private void tell(RegistryUnavailableException cause) {
    if (!told) {
      told = true;
      metrics.registryWaiting(task.toString(), true);
      LOG.warn(
          "Task {} waits for the schema registry; nothing is dead-lettered for it. {}",
          task,
          cause.getMessage());
    }
  }

  private <T> T reached(T result) {
    if (told) {
      LOG.info("Task {} reaches the schema registry again and goes on.", task);
      forget();
    }
    return result;
  }

  private void pause(long ms, RegistryUnavailableException cause) {
    try {
      waiting.pause().of(Duration.ofMillis(ms));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw givenBack(cause);
    }
  }

  private TaskCorruptedException givenBack(RegistryUnavailableException cause) {
    TaskCorruptedException givenBack = new TaskCorruptedException(Set.of(task));
    givenBack.initCause(cause);
    return givenBack;
  }
}
