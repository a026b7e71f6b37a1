package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.replay.ReplayReport.Ended;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventCodec;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReplayTest {
  private static final DeadLetterTopic TOPIC = Letters.TOPIC;
  private static final EventCodec CODEC = Letters.codec();
  private static final TopicPartition DLQ = new TopicPartition(TOPIC.name(), 0);
  private static final ReplayOptions ALL = ReplayOptions.everything("ops@host");

  private final SimulatedCluster cluster = new SimulatedCluster();

  @BeforeEach
  void tenLetters() {
    cluster.create(TOPIC.name(), 1);
    cluster.create("shop.retry", 4);
    write(0, 10);
  }

  @Test
  void replayedRecord_keepsBytesAndOrigin_andStartsAnew() {
    replay(ALL);
    ConsumerRecord<byte[], byte[]> moved = cluster.log(new TopicPartition("shop.retry", 2)).get(0);
    assertThat(moved.key()).isEqualTo("e0".getBytes(UTF_8));
    assertThat(moved.value()).isEqualTo(new byte[] {0, 0});
    assertThat(moved.headers().lastHeader("user").value()).isEqualTo(new byte[] {0, (byte) 0xff});
    DeliveryState state = DeliveryHeaders.read(moved.headers());
    assertThat(state.attempt()).isZero();
    assertThat(state.replayCount()).isEqualTo(1);
    assertThat(state.lastError()).isNull();
    assertThat(state.firstAttemptAtMs()).isNull();
    assertThat(state.origin()).isNotNull();
    assertThat(DeliveryHeaders.text(moved.headers(), DeliveryHeaders.REPLAYED_BY))
        .isEqualTo("ops@host");
    List<String> names = new ArrayList<>();
    moved.headers().forEach(header -> names.add(header.key()));
    assertThat(names)
        .noneMatch(name -> name.startsWith("__streams.errors."))
        .doesNotContain(DeliveryHeaders.REASON, DeliveryHeaders.DEAD_AT, DeliveryHeaders.DUE_AT);
  }

  @Test
  void originPartition_thatTheTargetLacks_givesWayToTheKey() {
    cluster.delete("shop.retry");
    cluster.create("shop.retry", 2);
    assertThat(replay(ALL).destinations().keySet())
        .allMatch(partition -> partition.partition() < 2);
    assertThat(cluster.all("shop.retry")).hasSize(10);
  }

  @Test
  void secondRun_findsNothingToDo_andReadsNothingAgain() {
    replay(ALL);
    ReplayReport again = replay(ALL);
    assertThat(again.replayed()).isZero();
    assertThat(again.alreadyHandled()).isEqualTo(10);
    assertThat(cluster.all("shop.retry")).hasSize(10);
    assertThat(cluster.groupOffsets()).containsEntry(DLQ, 10L);
  }

  @Test
  void skippedLetter_holdsTheGroupOffset_butIsNotInTheWay() {
    replay(ALL.withFilter(LetterFilter.ofIds("e0", "e1", "e5")));
    assertThat(cluster.groupOffsets()).containsEntry(DLQ, 2L);
    ReplayReport rest = replay(ALL);
    assertThat(rest.replayed()).isEqualTo(7);
    assertThat(rest.alreadyHandled()).isEqualTo(3);
  }

  @Test
  void reader_canBeReadAgain() {
    try (DeadLetterReader reader = DeadLetterReader.open(cluster, TOPIC, Clock.systemUTC())) {
      List<DeadLetter> letters = new ArrayList<>();
      reader.visit((letter, handled) -> letters.add(letter));
      assertThat(letters).hasSize(10);
      assertThat(reader.at(0, 3)).map(DeadLetter::id).contains("e3");
    }
  }

  @Test
  void limit_endsTheReplayThere() {
    ReplayReport report = replay(ALL.withLimit(4L));
    assertThat(report.replayed()).isEqualTo(4);
    assertThat(report.ended()).isEqualTo(Ended.LIMIT);
    assertThat(replay(ALL).replayed()).isEqualTo(6);
  }

  @Test
  void dryRun_tellsWhatWouldBe_andWritesNothing() {
    ReplayReport rehearsed = replay(ALL.withDryRun(true));
    assertThat(rehearsed.replayed()).isEqualTo(10);
    assertThat(rehearsed.destinations()).containsEntry(new TopicPartition("shop.retry", 2), 10L);
    assertThat(cluster.all("shop.retry")).isEmpty();
    assertThat(cluster.find(TOPIC.stateTopic())).isEmpty();
    assertThat(cluster.groupOffsets()).isEmpty();
  }

  @Test
  void laterReplay_takesOver_andTheEarlierSaysSo() {
    Replay earlier = new Replay(TOPIC, ALL, Clock.systemUTC(), 3);
    assertThatThrownBy(
            () ->
                earlier.run(
                    cluster,
                    CODEC,
                    (read, toRead, replayed) -> {
                      if (replayed == 3) {
                        assertThat(replay(ALL).replayed()).isEqualTo(7);
                      }
                    },
                    VerdictListener.NONE))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("Another replay of shop.dlq has begun");
    assertThat(cluster.all("shop.retry")).hasSize(10);
  }

  @Test
  void stop_endsAfterTheTransactionUnderWay() {
    Replay replay = new Replay(TOPIC, ALL, Clock.systemUTC(), 3);
    ReplayReport report =
        replay.run(
            cluster,
            CODEC,
            (done, chosen, moved) -> {
              assertThat(chosen).isEqualTo(10);
              replay.stop();
            },
            VerdictListener.NONE);
    assertThat(report.ended()).isEqualTo(Ended.STOPPED);
    assertThat(report.replayed()).isEqualTo(3);
    assertThat(replay(ALL).replayed()).isEqualTo(7);
  }

  @Test
  void topicMadeAnew_hasNoLetterThatWasHandled() {
    replay(ALL);
    cluster.delete(TOPIC.name());
    cluster.create(TOPIC.name(), 1);
    write(10, 5);
    assertThat(replay(ALL).replayed()).isEqualTo(5);
    assertThat(replay(ALL).replayed()).isZero();
  }

  @Test
  void marksOfLettersThatRetentionTook_areForgotten() {
    replay(ALL);
    cluster.trim(DLQ, 4);
    replay(ALL);
    List<String> forgotten =
        cluster.all(TOPIC.stateTopic()).stream()
            .filter(mark -> mark.value() == null)
            .map(mark -> new String(mark.key(), UTF_8))
            .toList();
    assertThat(forgotten)
        .containsExactly("shop.dlq/0/0", "shop.dlq/0/1", "shop.dlq/0/2", "shop.dlq/0/3");
  }

  @Test
  void unreadableMark_stopsTheReplay() {
    cluster.create(TOPIC.stateTopic(), 1);
    cluster.append(
        new TopicPartition(TOPIC.stateTopic(), 0),
        new ProducerRecord<>(
            TOPIC.stateTopic(), "shop.dlq/0/3".getBytes(UTF_8), "garbage".getBytes(UTF_8)));
    assertThatThrownBy(() -> replay(ALL))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("shop.dlq-state/0/0");
    assertThat(cluster.all("shop.retry")).isEmpty();
  }

  @Test
  void missingTopics_areNamed_andNothingIsMade() {
    assertThatThrownBy(() -> replay(ALL.withTarget(ReplayTarget.toTopic("nowhere"))))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("There is no topic nowhere");
    assertThatThrownBy(
            () ->
                new Replay(new DeadLetterTopic("other.dlq"), ALL, Clock.systemUTC())
                    .run(cluster, CODEC, ReplayProgress.NONE, VerdictListener.NONE))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("There is no topic other.dlq");
    assertThat(cluster.find(TOPIC.stateTopic())).isEmpty();
  }

  @Test
  void foreignTopic_needsToBeToldWhereTo() {
    cluster.create("orders.DLT", 1);
    DeadLetterTopic foreign = new DeadLetterTopic("orders.DLT");
    assertThatThrownBy(
            () ->
                new Replay(foreign, ALL, Clock.systemUTC())
                    .run(cluster, CODEC, ReplayProgress.NONE, VerdictListener.NONE))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("say where");
  }

  private ReplayReport replay(ReplayOptions options) {
    return new Replay(TOPIC, options, Clock.systemUTC(), 3)
        .run(cluster, CODEC, ReplayProgress.NONE, VerdictListener.NONE);
  }

  private void write(int from, int count) {
    for (int i = from; i < from + count; i++) {
      String id = "e" + i;
      cluster.append(
          DLQ,
          new ProducerRecord<>(
              TOPIC.name(),
              0,
              id.getBytes(UTF_8),
              new byte[] {0, (byte) i},
              Letters.headers(id, "user.welcome_email", 2, "java.io.IOException")));
    }
  }
}
