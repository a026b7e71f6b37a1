package io.sluice.cli;

import io.sluice.processor.Pipeline;
import io.sluice.processor.Router;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps a started pipeline or router company until it is told to stop, or stops by itself. */
final class PipelineWatch {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final String what;
  private final BooleanSupplier ready;
  private final Supplier<@Nullable String> failure;
  private final StopSignal stop;

  PipelineWatch(Pipeline pipeline, StopSignal stop) {
    this("pipeline", pipeline::isReady, pipeline::failure, stop);
  }

  /** Of a router, which stops as a pipeline does. */
  PipelineWatch(Router router, StopSignal stop) {
    this("router", router::isReady, router::failure, stop);
  }

  private PipelineWatch(
      String what, BooleanSupplier ready, Supplier<@Nullable String> failure, StopSignal stop) {
    this.what = what;
    this.ready = ready;
    this.failure = failure;
    this.stop = stop;
  }

  /**
   * Waits until events are processed.
   *
   * @return false when it was told to stop before that
   */
  boolean untilReady() throws InterruptedException {
    while (!ready.getAsBoolean()) {
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
   * @throws UserErrorException when it gave up
   */
  void untilStopped() throws InterruptedException {
    while (!stop.await(LOOK_EVERY)) {
      failIfStopped();
    }
  }

  private void failIfStopped() {
    @Nullable String why = failure.get();
    if (why != null) {
      throw new UserErrorException("the " + what + " has stopped: " + why);
    }
  }
}
