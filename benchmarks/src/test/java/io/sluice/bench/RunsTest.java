package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.bench.workload.Scale;
import io.sluice.bench.workload.Workload;
import io.sluice.bench.workload.Workloads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTest {
  private final List<Workload> all = Workloads.of(Scale.FULL, Duration.ofMinutes(10));

  @Test
  void workload_isRunAsUsual_andOneOnRequestOnce() {
    Runs usual = new Runs(null, 3);

    assertThat(usual.of(workload("W1"))).isEqualTo(3);
    assertThat(usual.of(workload("soak"))).isEqualTo(1);
  }

  @Test
  void everyWorkload_isRunAsOftenAsTheUserWants() {
    Runs asked = new Runs(2, 3);

    assertThat(asked.of(workload("W1"))).isEqualTo(2);
    assertThat(asked.of(workload("soak"))).isEqualTo(2);
  }

  private Workload workload(String id) {
    return all.stream()
        .filter(workload -> workload.description().id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
