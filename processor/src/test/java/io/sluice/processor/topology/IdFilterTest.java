package io.sluice.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdFilterTest {
  @Test
  void addedId_isNeverDenied() {
    IdFilter filter = new IdFilter(new IdFilter.Budget(64 << 20));
    for (int i = 0; i < 300_000; i++) {
      filter.add(IdFilter.hash("id-" + i));
    }
    for (int i = 0; i < 300_000; i++) {
      assertThat(filter.mayContain(IdFilter.hash("id-" + i))).isTrue();
    }
  }

  @Test
  void otherIds_areNearlyAllDenied() {
    IdFilter filter = new IdFilter(new IdFilter.Budget(64 << 20));
    for (int i = 0; i < 300_000; i++) {
      filter.add(IdFilter.hash("01a20f3c-db8d-743f-b198-" + i));
    }
    int wrong = 0;
    for (int i = 300_000; i < 400_000; i++) {
      wrong += filter.mayContain(IdFilter.hash("01a20f3c-db8d-743f-b198-" + i)) ? 1 : 0;
    }
    assertThat(wrong).isLessThan(5_000);
  }

  @Test
  void filterWithoutMemory_deniesNothingAndGivesBackWhatItHad() {
    IdFilter.Budget budget = new IdFilter.Budget(1 << 17);
    IdFilter filter = new IdFilter(budget);
    for (int i = 0; i < 200_000; i++) {
      filter.add(IdFilter.hash("id-" + i));
    }
    assertThat(filter.mayContain(IdFilter.hash("never added"))).isTrue();

    IdFilter next = new IdFilter(budget);
    next.add(IdFilter.hash("one"));
    assertThat(next.mayContain(IdFilter.hash("another"))).isFalse();
  }
}
