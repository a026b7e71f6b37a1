package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of events in flight, and SIGKILL at moments that nobody has chosen. */
@ExtendWith(LocalClusterExtension.class)
final class KillUnderLoadIT {
  private static final int KEYS = 600;
  private static final int KILLS = 4;

  /** Less is no load: most keys have a handler that runs, and others wait behind it. */
  private static final int HANDLERS_AT_ONCE = KEYS / 4;

  private static final int IN_FLIGHT = Math.min(2_000, NumberedLoad.EVENTS / 4);

  @TempDir Path folder;

  @Test
  void processKilledUnderLoad_keepsItsPromises(LocalCluster cluster) throws Exception {
    long seed = Long.getLong("sluice.it.seed", System.nanoTime());
    System.out.println(
        "KillUnderLoadIT: to choose the same moments again, -Dsluice.it.seed=" + seed);
    List<Integer> moments =
        new Random(seed).ints(KILLS, 1, NumberedLoad.EVENTS * 8 / 10).sorted().boxed().toList();
    try (NumberedLoad load = new NumberedLoad(cluster, "killed", KEYS, folder)) {
      load.publish(NumberedLoad.EVENTS);
      double mostInFlight = 0;
      for (int moment : moments) {
        try (ChildSluice child = load.start("one")) {
          load.awaitWhileAlive(child, "work", () -> load.works(child));
          load.awaitWhileAlive(
              child, moment + " follow-ups", () -> load.emitted().size() >= moment);
          mostInFlight = Math.max(mostInFlight, child.metric("sluice_in_flight_events"));
          load.kill(child);
        }
      }
      assertThat(load.emitted())
          .as("follow-ups at the last kill")
          .hasSizeLessThan(NumberedLoad.EVENTS);
      try (ChildSluice child = load.start("one")) {
        load.awaitWhileAlive(
            child, "all follow-ups", () -> load.emitted().size() >= NumberedLoad.EVENTS);
        assertThat(child.stop()).as(child.output()).isZero();
      }

      Evidence evidence = load.evidence();
      System.out.println(
          "KillUnderLoadIT: " + evidence.summary() + ", in flight at a kill: " + mostInFlight);
      evidence.keeps(
          new EmittedExactlyOnce(),
          new EmittedInOrderPerKey(),
          new EffectsInOrderPerKey(),
          new EffectsOnlyRepeatedWhenInFlight(),
          new AttemptsSurviveCrashes());
      assertThat(mostInFlight).as("events in flight at a kill").isGreaterThan(IN_FLIGHT);
      assertThat(evidence.mostAtOnce()).as("handlers at once").isGreaterThan(HANDLERS_AT_ONCE);
    }
  }
}
