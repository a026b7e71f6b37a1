package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A handler that never returns holds up its own key, and is named. */
@ExtendWith(LocalClusterExtension.class)
final class StuckHandlerIT {
  private static final int EVENTS = 400;
  private static final int KEYS = 40;
  private static final NumberedEvent STUCK = NumberedEvent.of(0, KEYS);

  @TempDir Path folder;

  @Test
  void handlerThatNeverReturns_holdsUpItsKeyAloneAndIsNamed(LocalCluster cluster) throws Exception {
    try (NumberedLoad load = new NumberedLoad(cluster, "stuck", KEYS, folder)) {
      load.letHang(STUCK);
      load.publish(EVENTS);
      Set<NumberedEvent> others =
          load.published().stream()
              .filter(it -> !it.key().equals(STUCK.key()))
              .collect(Collectors.toSet());
      try (ChildSluice child = load.start("one")) {
        load.awaitWhileAlive(child, "the other keys", () -> load.emitted().size() >= others.size());
        load.awaitWhileAlive(child, "a line in the log", () -> isNamed(child));
        load.awaitWhileAlive(
            child,
            "a metric",
            () -> child.get("/metrics").body().lines().anyMatch(StuckHandlerIT::countsIt));
        HttpResponse<String> ready = child.get("/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
        assertThat(ready.body()).contains("\"notes\":[", STUCK.id());

        // It comes to its end all the same; what with, is not of interest here.
        child.stop();
      }

      assertThat(load.evidence().emitted())
          .extracting(Emitted::event)
          .containsExactlyInAnyOrderElementsOf(others);
      assertThat(load.evidence().effects())
          .extracting(effect -> effect.event().key())
          .doesNotContain(STUCK.key());
    }
  }

  private static boolean isNamed(ChildSluice child) {
    return child
        .output()
        .lines()
        .anyMatch(
            line ->
                line.contains(STUCK.id())
                    && line.contains(NumberedEvent.TYPE)
                    && line.contains("key " + STUCK.key()));
  }

  private static boolean countsIt(String line) {
    return line.startsWith("sluice_handlers_stuck{")
        && line.contains("pipeline=\"stuck\"")
        && line.contains("type=\"" + NumberedEvent.TYPE + "\"")
        && line.endsWith(" 1.0");
  }
}
