package io.sluice.cli;

import io.sluice.processor.Pipeline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps a started pipeline company until it is told to stop, or stops by itself. */
final class PipelineWatch {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final Pipeline pipeline;
  private final StopSignal stop;

  PipelineWatch(Pipeline pipeline, StopSignal stop) {
    this.pipeline = pipeline;
    this.stop = stop;
  }

  /**
   * Waits until events are processed.
   *
   * @return false when it was told to stop before that
   */
  boolean untilReady() throws InterruptedException {
    while (!pipeline.isReady()) {
      failIfStopped();
      if (stop.await(LOOK_EVERY)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Waits until it is told to stop.
   *
   * @throws UserErrorException when the pipeline gave up
   */
  void untilStopped() throws InterruptedException {
    while (!stop.await(LOOK_EVERY)) {
      failIfStopped();
    }
  }

  private void failIfStopped() {
    @Nullable String failure = pipeline.failure();
    if (failure != null) {
      throw new UserErrorException("the pipeline has stopped: " + failure);
    }
  }
}
