package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class DemoPlanTest {

  @Test
  void plan_hasTheSharesThatTheDemoPromises() {
    DemoPlan plan = DemoPlan.of(1000, 1);

    assertThat(plan.events()).hasSize(1000);
    assertThat(plan.duplicates()).isEqualTo(50);
    assertThat(plan.undecodable()).isEqualTo(5);
    assertThat(plan.count(Fate.FAILS_ONCE) + plan.count(Fate.FAILS_TWICE)).isEqualTo(100);
    assertThat(plan.count(Fate.ALWAYS_FAILS)).isEqualTo(10);
    assertThat(plan.count(Fate.EXPIRED)).isEqualTo(5);
    assertThat(plan.count(Fate.DELAYED)).isEqualTo(10);
    assertThat(plan.countRetried()).isEqualTo(110);
  }

  @Test
  void plan_isTheSameForTheSameSeed() {
    assertThat(DemoPlan.of(300, 42)).isEqualTo(DemoPlan.of(300, 42));
    assertThat(DemoPlan.of(300, 42)).isNotEqualTo(DemoPlan.of(300, 43));
  }

  @Test
  void plan_usesEveryExampleType() {
    assertThat(DemoPlan.of(200, 7).events())
        .extracting(PlannedEvent::type)
        .containsOnlyElementsOf(DemoData.TYPES)
        .containsAll(DemoData.TYPES);
  }

  @Test
  void plan_ofNothing_isRefused() {
    assertThatThrownBy(() -> DemoPlan.of(0, 1)).hasMessageContaining("at least 1");
  }

  @Property(tries = 100)
  void fates_addUpToTheEvents(
      @ForAll @IntRange(min = 1, max = 3000) int events, @ForAll long seed) {
    DemoPlan plan = DemoPlan.of(events, seed);

    assertThat(Arrays.stream(Fate.values()).mapToInt(plan::count).sum()).isEqualTo(events);
    assertThat(plan.steps()).hasSize(events + plan.duplicates() + plan.undecodable());
    assertThat(plan.events()).extracting(PlannedEvent::id).doesNotHaveDuplicates();
  }

  @Property(tries = 50)
  void repeats_comeAfterTheirOriginal(
      @ForAll @IntRange(min = 1, max = 1000) int events, @ForAll long seed) {
    Set<String> published = new HashSet<>();
    for (Step step : DemoPlan.of(events, seed).steps()) {
      if (step instanceof Step.Publish publish) {
        published.add(publish.event().id());
      } else if (step instanceof Step.Repeat repeat) {
        assertThat(published).contains(repeat.event().id());
      } else {
        assertThat(published).isNotEmpty();
      }
    }
  }

  @Property(tries = 50)
  void delays_areOneToThreeSeconds(
      @ForAll @IntRange(min = 1, max = 1000) int events, @ForAll long seed) {
    for (PlannedEvent event : DemoPlan.of(events, seed).events()) {
      if (event.fate() == Fate.DELAYED) {
        assertThat(event.delay()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
      } else {
        assertThat(event.delay()).isZero();
      }
    }
  }
}
