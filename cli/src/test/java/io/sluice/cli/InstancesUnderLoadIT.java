package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A second instance comes and goes while there is always something to do. */
@ExtendWith(LocalClusterExtension.class)
final class InstancesUnderLoadIT {
  private static final int KEYS = 600;
  private static final int VISITS = 3;
  private static final int BACKLOG = NumberedLoad.EVENTS / 5;

  @TempDir Path folder;

  @Test
  void secondInstanceComingAndGoing_isNotNoticed(LocalCluster cluster) throws Exception {
    long seed = Long.getLong("sluice.it.seed", System.nanoTime());
    System.out.println("InstancesUnderLoadIT: seed -Dsluice.it.seed=" + seed);
    Random random = new Random(seed);
    try (NumberedLoad load = new NumberedLoad(cluster, "shared", KEYS, folder)) {
      load.keepWaiting(BACKLOG);
      try (ChildSluice host = load.start("host")) {
        load.awaitWhileAlive(host, "work of the first instance", () -> load.works(host));
        for (int visit = 0; visit < VISITS; visit++) {
          visit(load, 1 + random.nextInt(BACKLOG));
        }
        load.publish(Math.max(0, NumberedLoad.EVENTS - load.publishedCount()));
        load.awaitWhileAlive(
            host, "all follow-ups", () -> load.emitted().size() >= load.publishedCount());
        assertThat(host.stop()).as(host.output()).isZero();
      }

      Evidence evidence = load.evidence();
      System.out.println("InstancesUnderLoadIT: " + evidence.summary());
      evidence.keeps(
          new EmittedExactlyOnce(),
          new EmittedInOrderPerKey(),
          new EffectsInOrderPerKey(),
          new AttemptsSurviveCrashes());
    }
  }

  /** Comes, works until so many more events are settled by both, and leaves. */
  private static void visit(NumberedLoad load, int events) throws Exception {
    try (ChildSluice guest = load.start("guest")) {
      load.awaitWhileAlive(
          guest,
          "work of the second instance",
          () -> {
            load.keepWaiting(BACKLOG);
            return load.works(guest);
          });
      int until = load.emitted().size() + events;
      load.awaitWhileAlive(
          guest,
          until + " follow-ups",
          () -> {
            load.keepWaiting(BACKLOG);
            return load.emitted().size() >= until;
          });
      assertThat(guest.stop()).as(guest.output()).isZero();
    }
  }
}
