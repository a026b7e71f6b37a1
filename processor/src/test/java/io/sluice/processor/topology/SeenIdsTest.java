package io.sluice.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.streams.state.WindowStore;

class SeenIdsTest {
  private static final Duration WINDOW = Duration.ofMinutes(2);

  /** Against the plainest model: the time at which each id was last accepted. */
  @Property(tries = 25)
  void id_isSeenForOneWindowAfterItWasAccepted(
      @ForAll @Size(min = 1, max = 80) List<@IntRange(min = 0, max = 5) Integer> ids,
      @ForAll @Size(min = 80, max = 80) List<@IntRange(min = 0, max = 70) Integer> gaps,
      @ForAll @IntRange(min = 1, max = 90) int reopenEvery,
      @ForAll boolean noMemory)
      throws IOException {
    try (OpenStore<WindowStore<String, Long>> open = OpenStore.of(StateStores.dedupe(WINDOW))) {
      IdFilter.Budget memory = new IdFilter.Budget(noMemory ? 0 : 1 << 22);
      SeenIds seen = new SeenIds(open.store(), WINDOW, memory);
      Map<Integer, Long> acceptedAt = new HashMap<>();
      long now = 1_700_000_000_000L;
      for (int i = 0; i < ids.size(); i++) {
        now += gaps.get(i) * 1_000L;
        Long before = acceptedAt.get(ids.get(i));
        boolean expected = before != null && now - before < WINDOW.toMillis();
        if (!expected) {
          acceptedAt.put(ids.get(i), now);
        }

        if (i % reopenEvery == reopenEvery - 1) {
          seen.close();
          seen = new SeenIds(open.store(), WINDOW, memory);
        }
        assertThat(seen.seenBefore("id-" + ids.get(i), now)).isEqualTo(expected);
      }
    }
  }
}
