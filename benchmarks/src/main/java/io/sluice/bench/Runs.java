package io.sluice.bench;

import io.sluice.bench.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * How often each contestant is run.
 *
 * @param asked what the user wants; null: as is usual
 * @param usual for workloads that are not on request
 */
record Runs(@Nullable Integer asked, int usual) {

  int of(Workload workload) {
    if (asked != null) {
      return asked;
    }
    return workload.isOnRequest() ? 1 : usual;
  }
}
