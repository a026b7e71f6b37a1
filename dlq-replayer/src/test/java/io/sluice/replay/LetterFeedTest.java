package io.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.letter.DeadLetter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class LetterFeedTest {
  private final Letterbox box = new Letterbox(1);

  @Test
  void letterFarBehindManyOthers_isReached_howeverLongThatTakes() {
    for (int i = 0; i < 30; i++) {
      box.letter("e" + i, "k" + i, i);
    }
    box.cluster.limitPolls(1);
    List<Chosen> order = List.of(chosen(0), chosen(29));
    Clock fiveSecondsALook = new Ticking();

    try (LetterFeed feed = new LetterFeed(box.cluster, "shop.dlq", order, fiveSecondsALook)) {
      assertThat(feed.next()).map(DeadLetter::id).contains("e0");
      assertThat(feed.next()).map(DeadLetter::id).contains("e29");
    }
  }

  @Test
  void manyLettersThatNobodyWants_areNotRead() {
    for (int i = 0; i < 9_000; i++) {
      box.letter("e" + i, "k" + i, i);
    }
    box.cluster.limitPolls(100);
    List<Chosen> order = List.of(chosen(0), chosen(1), chosen(8_990), chosen(8_991));
    List<String> ids = new ArrayList<>();

    try (LetterFeed feed = new LetterFeed(box.cluster, "shop.dlq", order, Letterbox.NOW)) {
      while (feed.hasNext()) {
        feed.next().map(DeadLetter::id).ifPresent(ids::add);
      }
    }

    assertThat(ids).containsExactly("e0", "e1", "e8990", "e8991");
    assertThat(box.cluster.recordsRead()).isLessThan(300);
  }

  @Test
  void letterThatIsNoMore_isSaidToBe() {
    for (int i = 0; i < 3; i++) {
      box.letter("e" + i, "k" + i, i);
    }
    box.cluster.trim(new TopicPartition("shop.dlq", 0), 2);

    try (LetterFeed feed =
        new LetterFeed(box.cluster, "shop.dlq", List.of(chosen(0), chosen(2)), Letterbox.NOW)) {
      assertThat(feed.next()).isEqualTo(Optional.empty());
      assertThat(feed.next()).map(DeadLetter::id).contains("e2");
    }
  }

  private static Chosen chosen(long offset) {
    return new Chosen(0, offset, Hash64.of("e" + offset), Letters.DEAD_AT, 0, offset);
  }

  /** Five seconds pass with each look. */
  private static final class Ticking extends Clock {
    private Instant now = Letterbox.NOW.instant();

    @Override
    public ZoneId getZone() {
      return Letterbox.NOW.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      now = now.plus(Duration.ofSeconds(5));
      return now;
    }
  }
}
