package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.replay.ReplayReport.Ended;
import io.sluice.replay.Verdict.Fate;
import io.sluice.schema.DeliveryHeaders;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/** What must not hide a letter, nor hold up the others. */
final class ReplayMishapsTest {
  private static final ReplayOptions ALL = ReplayOptions.everything("ops@host");

  private final Letterbox box = new Letterbox(1);

  @Test
  void stopWhileLettersAreChosen_hidesNone() {
    box.letter("one", "a", 1);
    box.letter("two", "b", 2);
    Replay replay = new Replay(Letterbox.TOPIC, ALL, Letterbox.NOW, 3);
    replay.stop();

    ReplayReport report =
        replay.run(box.cluster, box.codec, ReplayProgress.NONE, VerdictListener.NONE);

    assertThat(report.ended()).isEqualTo(Ended.STOPPED);
    assertThat(box.waiting()).containsExactly("one", "two");
    assertThat(box.replay(ALL).replayed()).isEqualTo(2);
  }

  @Test
  void missingRightToRead_isSaid() {
    box.letter("one", "a", 1);
    box.cluster.refuseReads();

    assertThatThrownBy(box::waiting)
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("No right to use the topic")
        .hasMessageContaining("READ");
  }

  @Test
  void letterThatDiedBeforeAllTime_holdsUpNoOther() {
    Headers headers = Letters.headers("early", "user.hello", 0, "E");
    headers.remove(DeliveryHeaders.DEAD_AT);
    headers.add(DeliveryHeaders.DEAD_AT, "-7".getBytes(UTF_8));
    box.append(
        new ProducerRecord<>("shop.dlq", 0, "a".getBytes(UTF_8), "early".getBytes(UTF_8), headers));
    box.letter("late", "b", 2);

    assertThat(box.replay(ALL).replayed()).isEqualTo(2);
  }

  @Test
  void successThatABrokerWithASlowClockTookDown_isSeen() {
    Headers headers = Letters.headers("done", "user.hello", 0, "E");
    headers.remove(DeliveryHeaders.DEAD_AT);
    headers.add(DeliveryHeaders.DEAD_AT, Long.toString(Letters.DEAD_AT + 120_000).getBytes(UTF_8));
    box.append(
        new ProducerRecord<>("shop.dlq", 0, "a".getBytes(UTF_8), "done".getBytes(UTF_8), headers));
    // Written two minutes before the letter died, by the clock of the broker.
    box.succeeded("done", 180_000);

    assertThat(box.replay(ALL).fates()).isEqualTo(Map.of(Fate.SKIP, 1L));
  }

  @Test
  void parkingTopicWithFewerPartitions_takesLettersAllTheSame() {
    Letterbox wide = new Letterbox(2);
    wide.cluster.create("shop.parking", 1);
    Headers headers = Letters.headers("again", "user.hello", 1, "E");
    headers.add(DeliveryHeaders.REPLAY_COUNT, "3".getBytes(UTF_8));
    wide.append(
        new ProducerRecord<>("shop.dlq", 1, "a".getBytes(UTF_8), "again".getBytes(UTF_8), headers));

    ReplayReport report = wide.replay(ALL);

    assertThat(report.fates()).isEqualTo(Map.of(Fate.PARKING, 1L));
    assertThat(wide.cluster.log(new TopicPartition("shop.parking", 0))).hasSize(1);
  }

  @Test
  void letterThatTheTargetJustTakes_isNotRefused() {
    byte[] value = new byte[60_000];
    new Random(7).nextBytes(value);
    box.append(
        new ProducerRecord<>(
            "shop.dlq", 0, "k".getBytes(UTF_8), value, Letters.headers("e", "t", 0, "E")));
    box.cluster.limitBatches("shop.retry", 100_000);

    assertThat(box.replay(ALL).fates()).isEqualTo(Map.of(Fate.REPLAY, 1L));
  }

  @Test
  void smallTopicLimit_isHeldToTheCompressedSize() {
    box.append(
        new ProducerRecord<>(
            "shop.dlq",
            0,
            "k".getBytes(UTF_8),
            new byte[70_000],
            Letters.headers("e", "t", 0, "E")));
    box.cluster.limitBatches("shop.retry", 60_000);

    assertThat(box.replay(ALL).fates()).isEqualTo(Map.of(Fate.REPLAY, 1L));
  }
}
