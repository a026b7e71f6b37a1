package io.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.LetterDraft;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.replay.letter.Place;
import io.sluice.schema.EventCodec;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LetterStatsTest {
  private static final LetterContents CONTENTS =
      new LetterContents(EventCodec.create(Map.of("schema.registry.url", "mock://letter-stats")));

  private final LetterStats stats = new LetterStats();
  private long offset;

  @Test
  void causes_areCountedMostLettersFirst() {
    add(LetterDraft.mail().deadAt(2_000), false);
    for (int i = 1; i <= 3; i++) {
      add(LetterDraft.mail().type("order.paid").deadAt(i * 1_000L), i == 2);
    }

    assertThat(stats.letters()).isEqualTo(4);
    assertThat(stats.handled()).isEqualTo(1);
    assertThat(stats.causes()).hasSize(2);
    Cause orders = stats.causes().get(0);
    assertThat(orders.letters()).isEqualTo(3);
    assertThat(orders.waiting()).isEqualTo(2);
    assertThat(orders.first()).isEqualTo(Instant.ofEpochMilli(1_000));
    assertThat(orders.last()).isEqualTo(Instant.ofEpochMilli(3_000));
    assertThat(orders.exampleId()).isEqualTo("e1");
    assertThat(orders.example()).isEqualTo(new Place("shop.dlq", 0, 1));
    assertThat(stats.share(orders)).isEqualTo(0.75);
  }

  @Test
  void aCauseInTwoTopics_isTwo() {
    add(LetterDraft.mail(), false);
    stats.add(
        new OpenLetter(LetterDraft.mail().at(new Place("b.dlq", 0, 1)).letter(), CONTENTS), false);

    assertThat(stats.causes()).extracting(cause -> cause.example().topic()).contains("b.dlq");
    assertThat(stats.causes()).extracting(cause -> cause.fingerprint().id()).hasSize(2);
  }

  @Test
  void moreCausesThanThereIsRoomFor_areOnlyCounted() {
    for (int i = 0; i < LetterStats.MOST_CAUSES + 5; i++) {
      add(LetterDraft.mail().type("t" + i), false);
    }
    add(LetterDraft.mail().type("t0"), false);

    assertThat(stats.causes()).hasSize(LetterStats.MOST_CAUSES);
    assertThat(stats.others()).isEqualTo(5);
    assertThat(stats.letters()).isEqualTo(LetterStats.MOST_CAUSES + 6);
    assertThat(stats.causes().get(0).letters()).isEqualTo(2);
  }

  @Test
  void aLetterWithoutATime_isNotInTheTimeline() {
    add(LetterDraft.mail().deadAt(-1), false);
    assertThat(stats.timeline().chart(24).rows()).isEmpty();
    assertThat(stats.letters()).isEqualTo(1);
  }

  private void add(LetterDraft draft, boolean handled) {
    Place place = new Place("shop.dlq", 0, offset++);
    stats.add(new OpenLetter(draft.at(place).letter(), CONTENTS), handled);
  }
}
