package io.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

final class OffsetSetTest {

  @Property(tries = 200)
  void offsetSet_isASetOfOffsets(
      @ForAll List<@LongRange(min = 0, max = 1L << 40) Long> added,
      @ForAll List<@LongRange(min = 0, max = 1L << 40) Long> absent) {
    OffsetSet offsets = new OffsetSet();
    TreeSet<Long> model = new TreeSet<>(added);
    added.forEach(offsets::add);
    absent.forEach(offsets::remove);
    absent.forEach(model::remove);
    assertThat(offsets.stream().boxed().toList()).containsExactlyElementsOf(model);
    assertThat(added).allMatch(offset -> offsets.contains(offset) == model.contains(offset));
  }
}
