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
 * <p>A long wait outlives its transaction, and at last its place in the group. Both end as any lost
 * partition does: what was not committed is read again. See {@code
 * docs/decisions/0002-waiting-for-the-registry.md} for what was rejected.
 */
final class RegistryPatience {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryPatience.class);
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final TaskId task;
  private final PipelineMetrics metrics;
  private final PipelineTopology.Waiting waiting;

  RegistryPatience(TaskId task, PipelineMetrics metrics, PipelineTopology.Waiting waiting) {
    this.task = task;
    this.metrics = metrics;
    this.waiting = waiting;
  }

  /**
   * Does {@code work}, again and again while it fails for want of the registry.
   *
   * @throws TaskCorruptedException when the pipeline stops meanwhile: nothing of the record at hand
   *     is to be committed
   */
  <T> T await(Supplier<T> work) {
    try {
      return work.get();
    } catch (RegistryUnavailableException e) {
      return awaitRegistry(work, e);
    }
  }

  private <T> T awaitRegistry(Supplier<T> work, RegistryUnavailableException first) {
    LOG.warn(
        "Task {} waits for the schema registry; nothing is dead-lettered for it. {}",
        task,
        first.getMessage());
    metrics.registryWaiting(task.toString(), true);
    try {
      T result = retryUntilReached(work, first);
      LOG.info("Task {} reaches the schema registry again and goes on.", task);
      return result;
    } finally {
      metrics.registryWaiting(task.toString(), false);
    }
  }

  private <T> T retryUntilReached(Supplier<T> work, RegistryUnavailableException first) {
    RegistryUnavailableException last = first;
    long pauseMs = FIRST_PAUSE_MS;
    while (!waiting.stopping().getAsBoolean()) {
      pause(pauseMs, last);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      try {
        return work.get();
      } catch (RegistryUnavailableException e) {
        last = e;
      }
    }
    throw stopped(last);
  }

  private void pause(long ms, RegistryUnavailableException cause) {
    try {
      waiting.pause().of(Duration.ofMillis(ms));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped(cause);
    }
  }

  private TaskCorruptedException stopped(RegistryUnavailableException cause) {
    TaskCorruptedException readAgain = new TaskCorruptedException(Set.of(task));
    readAgain.initCause(cause);
    return readAgain;
  }
}
