package io.sluice.processor.topology;

import io.sluice.processor.metrics.PipelineMetrics;

/** Tells how many events of one task are parked and held, when that has changed. */
final class WaitingGauge {
  private final PipelineMetrics metrics;
  private final String task;
  private long parked;
  private int keys;
  private long held;

  WaitingGauge(PipelineMetrics metrics, String task) {
    this.metrics = metrics;
    this.task = task;
  }

  void tell(KeyOrder order, WaitingRoom room) {
    parked(order.parked(), order.keys());
    held(room.size());
  }

  /** None is this task's any more. */
  void close() {
    metrics.parked(task, 0, 0);
    metrics.held(task, 0);
  }

  private void parked(long events, int blocked) {
    if (events != parked || blocked != keys) {
      parked = events;
      keys = blocked;
      metrics.parked(task, parked, keys);
    }
  }

  private void held(long events) {
    if (events != held) {
      held = events;
      metrics.held(task, held);
    }
  }
}
