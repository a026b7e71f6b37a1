package io.sluice.processor.parked;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.Origin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ParkedLinesTest {
  private final ParkedLines lines = new ParkedLines();

  @Test
  void depth_isTheEventsThatAreStillThere() {
    head("a", 100, Blocked.State.WAITING);
    event("a", ParkedEntry.FIRST, true);
    event("a", ParkedEntry.FIRST + 1, true);
    event("a", ParkedEntry.FIRST, false);
    // Put back in front, then compacted away with its tombstone left.
    event("a", ParkedEntry.FIRST, true);
    event("a", ParkedEntry.FIRST + 9, false);

    assertThat(lines.worstFirst())
        .singleElement()
        .satisfies(line -> assertThat(line.depth()).isEqualTo(2))
        .satisfies(line -> assertThat(line.head().id()).isEqualTo("head-of-a"))
        .satisfies(line -> assertThat(line.key()).isEqualTo("a".getBytes(UTF_8)));
  }

  @Test
  void lastHead_isTheHead() {
    head("a", 100, Blocked.State.WAITING);
    head("a", 100, Blocked.State.RELEASING);

    assertThat(lines.worstFirst())
        .extracting(line -> line.head().state())
        .containsExactly(Blocked.State.RELEASING);
  }

  @Test
  void tombstoneOfTheHead_unblocksTheKey() {
    head("a", 100, Blocked.State.HELD);
    lines.add(3, name("a", ParkedEntry.HEAD), null);

    assertThat(lines.worstFirst()).isEmpty();
  }

  @Test
  void worst_isTheDeepestAndThenTheOldest() {
    head("young", 300, Blocked.State.WAITING);
    head("old", 100, Blocked.State.WAITING);
    head("deep", 400, Blocked.State.WAITING);
    event("deep", ParkedEntry.FIRST, true);

    assertThat(lines.worstFirst())
        .extracting(line -> new String(line.key(), UTF_8))
        .containsExactly("deep", "old", "young");
  }

  @Test
  void oneKeyInTwoPartitions_isTwoLines() {
    head("a", 100, Blocked.State.WAITING);
    lines.add(4, name("a", ParkedEntry.HEAD), blocked("a", 50, Blocked.State.HELD).write());

    assertThat(lines.worstFirst()).extracting(ParkedLine::partition).containsExactly(4, 3);
  }

  private void head(String key, long sinceMs, Blocked.State state) {
    lines.add(3, name(key, ParkedEntry.HEAD), blocked(key, sinceMs, state).write());
  }

  private void event(String key, long number, boolean there) {
    byte @Nullable [] value = there ? new byte[] {1, 2, 3} : null;
    lines.add(3, name(key, number), value);
  }

  private static Blocked blocked(String key, long sinceMs, Blocked.State state) {
    return new Blocked(
        "head-of-" + key, "job.run", new Origin("shop.events", 3, 17, 1), sinceMs, state);
  }

  private static byte[] name(String key, long number) {
    return new ParkedEntry(key.getBytes(UTF_8), number).name().get();
  }
}
