package io.sluice.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.DeliveryState;
import io.sluice.schema.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DelayStoreTest {
  @Test
  void emptyStore_hasNothingDue() throws IOException {
    try (OpenStore<DelayStore> open = OpenStore.of(StateStores.delay())) {
      DelayStore delayed = opened(open);

      assertThat(delayed.nextDueAtMs()).isNull();
      assertThat(delayed.takeDue(Long.MAX_VALUE, 10)).isEmpty();
      assertThat(delayed.size()).isZero();
    }
  }

  @Test
  void eventDueBeforeTheLastPopped_isStillFound() throws IOException {
    try (OpenStore<DelayStore> open = OpenStore.of(StateStores.delay())) {
      DelayStore delayed = opened(open);
      delayed.hold(1_000, record(1));
      assertThat(ids(delayed.takeDue(1_000, 10))).containsExactly(1L);

      delayed.hold(500, record(2));

      assertThat(delayed.nextDueAtMs()).isEqualTo(500);
      assertThat(ids(delayed.takeDue(1_000, 10))).containsExactly(2L);
    }
  }

  /** Holds and takes in any order, re-opened now and then: due order, nothing lost or doubled. */
  @Property(tries = 60)
  void heldEvents_comeOutInDueOrderEachOnce(
      @ForAll @Size(min = 1, max = 60) List<@LongRange(min = 0, max = 50) Long> dues,
      @ForAll @IntRange(min = 1, max = 7) int most,
      @ForAll @IntRange(min = 1, max = 9) int reopenEvery)
      throws IOException {
    try (OpenStore<DelayStore> open = OpenStore.of(StateStores.delay())) {
      DelayStore delayed = opened(open);
      List<Long> held = new ArrayList<>();
      List<Long> taken = new ArrayList<>();
      long now = 0;
      for (int i = 0; i < dues.size(); i++) {
        delayed.hold(now + dues.get(i), record(i));
        held.add((long) i);
        if (i % reopenEvery == 0) {
          open.store().flushCache();
          delayed = opened(open);
        }
        now += 5;
        takeAll(delayed, now, most, taken);
        assertThat(delayed.size()).isEqualTo(held.size() - taken.size());
      }
      takeAll(delayed, now + 100, most, taken);

      assertThat(taken).containsExactlyInAnyOrderElementsOf(held);
      assertThat(delayed.nextDueAtMs()).isNull();
    }
  }

  private static DelayStore opened(OpenStore<DelayStore> open) {
    open.store().open();
    return open.store();
  }

  private static void takeAll(DelayStore delayed, long now, int most, List<Long> taken) {
    long lastDue = Long.MIN_VALUE;
    Long next = delayed.nextDueAtMs();
    while (next != null && next <= now) {
      assertThat(next).isGreaterThanOrEqualTo(lastDue);
      lastDue = next;
      List<RawRecord> batch = delayed.takeDue(now, most);
      assertThat(batch).isNotEmpty().hasSizeLessThanOrEqualTo(most);
      taken.addAll(ids(batch));
      next = delayed.nextDueAtMs();
    }
    assertThat(delayed.takeDue(now, most)).isEmpty();
  }

  private static List<Long> ids(List<RawRecord> records) {
    return records.stream().map(record -> record.origin().offset()).toList();
  }

  private static RawRecord record(long offset) {
    DeliveryState state = DeliveryState.fresh().withOrigin(new Origin("t", 0, offset, 7));
    return new RawRecord(null, new byte[] {1}, new RecordHeaders(), state, false);
  }
}
