package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.schema.EventCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two operators at once over the same letters, each in a process of his own. */
@ExtendWith(LocalClusterExtension.class)
final class TwoReplayersIT {
  private static final int LETTERS = 4_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String[] REPLAY = {
    "replay", "--rate", "1000/s", "--reason", "fixed", "--yes"
  };
  private static final String[] DISCARD = {"discard", "--all", "--reason", "test orders", "--yes"};

  private final LocalCluster cluster;
  private final PipelineLetters letters;
  private final List<String> ids = IntStream.range(0, LETTERS).mapToObj(i -> "e" + i).toList();

  @TempDir Path folder;

  private DlqCommands dlq;

  TwoReplayersIT(LocalCluster cluster) {
    this.cluster = cluster;
    letters = new PipelineLetters(cluster);
  }

  @BeforeEach
  void thousandsOfLetters() {
    dlq = new DlqCommands(cluster, letters.pipeline, folder);
    letters.withAtOnce(ids);
  }

  @AfterEach
  void close() {
    letters.close();
  }

  @Test
  void replaysThatBeginTogether_moveEachLetterOnce() throws Exception {
    try (ChildSluice one = dlq.start(REPLAY);
        ChildSluice other = dlq.start(REPLAY)) {
      assertOneGivesWay(one, other);
    }
    assertThat(putBack()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(AuditedLetters.of(dlq).ids("replayed")).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(letters.waiting()).isEmpty();
  }

  @Test
  void replayThatComesLater_takesOver() throws Exception {
    try (ChildSluice one = dlq.start(REPLAY)) {
      awaitSomePutBack();
      try (ChildSluice other = dlq.start(REPLAY)) {
        assertThat(other.awaitEnd()).as(other::output).isZero();
        assertThat(one.awaitEnd()).as(one::output).isEqualTo(1);
        assertThat(one.output())
            .contains("Another replay of " + letters.dlq + " has begun and taken over")
            .doesNotContain("\tat ");
        System.out.println("TwoReplayersIT: " + one.output() + other.output());
      }
    }
    assertThat(putBack()).containsExactlyInAnyOrderElementsOf(ids);
    AuditedLetters audit = AuditedLetters.of(dlq);
    assertThat(audit.ids("replayed")).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(audit.runs()).hasSize(2);
    assertThat(audit.brokenOff()).hasSize(1);
  }

  @Test
  void replayAndDiscard_dealWithEachLetterOnce() throws Exception {
    try (ChildSluice replay = dlq.start(REPLAY)) {
      awaitSomePutBack();
      try (ChildSluice discard = dlq.start(DISCARD)) {
        assertOneGivesWay(replay, discard);
      }
    }
    assertSharesAreDisjoint();
  }

  @Test
  void replayAndDiscardThatBeginTogether_dealWithEachLetterOnce() throws Exception {
    try (ChildSluice replay = dlq.start(REPLAY);
        ChildSluice discard = dlq.start(DISCARD)) {
      assertOneGivesWay(replay, discard);
    }
    assertSharesAreDisjoint();
  }

  private void assertSharesAreDisjoint() throws Exception {
    AuditedLetters audit = AuditedLetters.of(dlq);
    List<String> replayed = audit.ids("replayed");
    assertThat(putBack()).containsExactlyInAnyOrderElementsOf(replayed);
    List<String> all = new ArrayList<>(replayed);
    all.addAll(audit.ids("discarded"));
    assertThat(all).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(letters.waiting()).isEmpty();
  }

  /** It says so; or the one was through before the other began. */
  private static void assertOneGivesWay(ChildSluice one, ChildSluice other) throws Exception {
    List<Integer> ends = List.of(one.awaitEnd(), other.awaitEnd());
    String said = one.output() + other.output();
    assertThat(ends).as(said).isSubsetOf(0, 1).contains(0);
    if (ends.contains(1)) {
      assertThat(said).contains("Another replay of ").contains("has begun and taken over");
    }
    System.out.println("TwoReplayersIT: exit codes " + ends);
  }

  private void awaitSomePutBack() {
    try (TopicReader reader = new TopicReader(cluster.bootstrapServers(), letters.retry)) {
      await("letters put back")
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .until(() -> !reader.records().isEmpty());
    }
  }

  /** Ids of the events that lie in the retry topic, as often as they do. */
  private List<String> putBack() {
    try (TopicReader reader = new TopicReader(cluster.bootstrapServers(), letters.retry);
        EventCodec codec =
            EventCodec.create(Map.of("schema.registry.url", cluster.schemaRegistryUrl()))) {
      return reader.allRecords().stream()
          .map(record -> codec.decode(record.topic(), record.value()).getId())
          .toList();
    }
  }
}
