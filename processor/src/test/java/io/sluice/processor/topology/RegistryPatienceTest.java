package io.sluice.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.processor.metrics.MicrometerPipelineMetrics;
import io.sluice.schema.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class RegistryPatienceTest {
  private static final TaskId TASK = new TaskId(0, 2);

  private final MicrometerPipelineMetrics metrics =
      new MicrometerPipelineMetrics(new SimpleMeterRegistry(), "shop");
  private final List<Duration> pauses = new ArrayList<>();
  private final AtomicBoolean stopping = new AtomicBoolean();

  private final RegistryPatience patience =
      new RegistryPatience(TASK, metrics, new PipelineTopology.Waiting(this::pause, stopping::get));

  @Test
  void registryThatComesBack_isWaitedFor() {
    AtomicInteger left = new AtomicInteger(3);

    String result =
        patience.await(
            () -> {
              if (left.getAndDecrement() > 0) {
                throw down();
              }
              return "read";
            });

    assertThat(result).isEqualTo("read");
    assertThat(pauses)
        .containsExactly(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
    assertThat(metrics.isRegistryWaiting()).isFalse();
  }

  @Test
  void wait_isSaidWhileItLasts() {
    AtomicInteger left = new AtomicInteger(50);

    patience.await(
        () -> {
          assertThat(metrics.isRegistryWaiting()).isEqualTo(left.get() < 50);
          if (left.getAndDecrement() > 0) {
            throw down();
          }
          return "read";
        });

    assertThat(metrics.isRegistryWaiting()).isFalse();
    assertThat(pauses).hasSize(50).last().isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void stop_endsTheWait() {
    stopping.set(true);

    assertThatThrownBy(() -> patience.await(this::neverReached))
        .isInstanceOfSatisfying(
            TaskCorruptedException.class,
            e -> assertThat(e.corruptedTasks()).isEqualTo(Set.of(TASK)))
        .hasCauseInstanceOf(RegistryUnavailableException.class);
    assertThat(pauses).isEmpty();
    assertThat(metrics.isRegistryWaiting()).isFalse();
  }

  private void pause(Duration duration) {
    pauses.add(duration);
  }

  private String neverReached() {
    throw down();
  }

  private static RegistryUnavailableException down() {
    return new RegistryUnavailableException("http://r", Duration.ofMillis(5), "refused", null);
  }
}
