package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.SimulatedCluster.Death;
import io.sluice.schema.DeliveryHeaders;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Whatever is replayed, in whatever order, killed wherever: no letter twice, none lost. */
final class ReplayPropertyTest {
  private static final DeadLetterTopic TOPIC = Letters.TOPIC;
  private static final int PARTITIONS = 3;

  /** One thing that happens. */
  record Step(
      int newLetters,
      List<String> types,
      @Nullable Long limit,
      Death.@Nullable When killed,
      int atCommit,
      boolean groupOffsetsLost) {}

  @Property(tries = 300)
  void replays_moveEachLetterAtMostOnceAndLoseNone(@ForAll("stories") List<Step> story) {
    SimulatedCluster cluster = new SimulatedCluster();
    cluster.create(TOPIC.name(), PARTITIONS);
    cluster.create("shop.retry", PARTITIONS);
    Set<String> written = new HashSet<>();
    for (Step step : story) {
      write(cluster, written, step.newLetters());
      if (step.groupOffsetsLost()) {
        cluster.loseGroupOffsets();
      }
      List<String> before = moved(cluster);
      replay(cluster, step);
      List<String> after = moved(cluster);
      assertThat(before).isSubsetOf(after);
      List<String> movedOrListed = new ArrayList<>(after);
      movedOrListed.addAll(listed(cluster));
      assertThat(movedOrListed).containsExactlyInAnyOrderElementsOf(written);
    }
    cluster.dieAt(null);
    new Replay(TOPIC, ReplayOptions.everything("me"), Clock.systemUTC(), 3)
        .run(cluster, ReplayProgress.NONE);
    assertThat(moved(cluster)).containsExactlyInAnyOrderElementsOf(written);
  }

  private static void replay(SimulatedCluster cluster, Step step) {
    cluster.dieAt(step.killed() == null ? null : new Death(step.killed(), step.atCommit()));
    ReplayOptions options =
        ReplayOptions.everything("me")
            .withFilter(ReplayFilter.ofTypes(step.types().toArray(String[]::new)))
            .withLimit(step.limit());
    try {
      new Replay(TOPIC, options, Clock.systemUTC(), 3).run(cluster, ReplayProgress.NONE);
    } catch (Death killed) {
      assertThat(step.killed()).isNotNull();
    }
  }

  private static void write(SimulatedCluster cluster, Set<String> written, int count) {
    for (int i = 0; i < count; i++) {
      int number = written.size();
      String id = "e" + number;
      int partition = number % PARTITIONS;
      cluster.append(
          new TopicPartition(TOPIC.name(), partition),
          new ProducerRecord<>(
              TOPIC.name(),
              partition,
              id.getBytes(UTF_8),
              id.getBytes(UTF_8),
              Letters.headers(id, "abc".charAt(number % 7 % 3) + "", partition, "E")));
      written.add(id);
    }
  }

  private static List<String> moved(SimulatedCluster cluster) {
    return cluster.all("shop.retry").stream().map(r -> new String(r.value(), UTF_8)).toList();
  }

  private static List<String> listed(SimulatedCluster cluster) {
    List<String> ids = new ArrayList<>();
    try (DeadLetterReader reader = DeadLetterReader.open(cluster, TOPIC, Clock.systemUTC())) {
      reader.visit(
          (letter, handled) -> {
            if (!handled) {
              ids.add(DeliveryHeaders.text(letter.raw().headers(), DeliveryHeaders.ID) + "");
            }
            return true;
          });
    }
    return ids;
  }

  @Provide
  static Arbitrary<List<Step>> stories() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 12),
            Arbitraries.of("a", "b", "c", "#").list().uniqueElements().ofMinSize(1).ofMaxSize(2),
            Arbitraries.longs().between(1, 9).injectNull(0.5),
            Arbitraries.of(Death.When.class).injectNull(0.5),
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(true, false))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }
}
