package io.sluice.processor.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.TopicNames;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SourcePartitionsTest {
  private static final TopicNames SHOP = new TopicNames("shop");
  private static final Map<String, Integer> NONE = Map.of();

  @Test
  void firstStart_makesTheRetryTopicAsWideAsTheWidestSource() {
    SourcePartitions counts = new SourcePartitions(NONE, Map.of("a", 3, "b", 6));

    assertThat(counts.retryPartitions()).isEqualTo(6);
    assertThat(counts.toRemember()).isEqualTo(Map.of("a", 3, "b", 6));
    assertThatCode(() -> counts.check(SHOP, NONE)).doesNotThrowAnyException();
  }

  @Test
  void changedCount_isRefusedWithOldAndNewAndTheWaysOut() {
    SourcePartitions counts = new SourcePartitions(Map.of("a", 3, "b", 1), Map.of("a", 6, "b", 2));

    assertThatThrownBy(() -> counts.check(SHOP, NONE))
        .isInstanceOf(TopicException.class)
        .hasMessageContaining("source topic a has 6 partitions, but had 3 when")
        .hasMessageContaining("source topic b has 2 partitions, but had 1 when")
        .hasMessageContaining("give the pipeline a new name, or reset it")
        .hasMessageContaining("shop.control, shop.retry, shop.workflow and shop-*-changelog.")
        .hasMessageContaining("What waits in them is lost")
        .hasMessageContaining("is read again from the beginning")
        .hasMessageContaining("runs again, since the memory of ids is deleted too");
  }

  @Test
  void sourceAddedWithinTheWidth_isRemembered() {
    SourcePartitions counts = new SourcePartitions(Map.of("a", 3), Map.of("a", 3, "b", 2));

    assertThatCode(() -> counts.check(SHOP, Map.of("shop.retry", 3))).doesNotThrowAnyException();
    assertThat(counts.toRemember()).isEqualTo(Map.of("a", 3, "b", 2));
  }

  @Test
  void sourceAddedBeyondTheWidth_isRefused() {
    SourcePartitions counts = new SourcePartitions(Map.of("a", 3), Map.of("a", 3, "b", 4));

    assertThatThrownBy(() -> counts.check(SHOP, NONE))
        .hasMessageStartingWith(
            "source topic b is new to pipeline shop and has 4 partitions, more than the 3 of"
                + " shop.retry");
  }

  @Test
  void sourceTakenAway_isStillRemembered() {
    SourcePartitions counts = new SourcePartitions(Map.of("a", 3, "b", 6), Map.of("a", 3));

    assertThat(counts.toRemember()).isEqualTo(Map.of("a", 3, "b", 6));
    assertThat(counts.retryPartitions()).isEqualTo(6);
  }

  @Test
  void ownTopicsOfAnotherWidth_areRefused() {
    SourcePartitions counts = new SourcePartitions(NONE, Map.of("a", 3));

    assertThatThrownBy(() -> counts.check(SHOP, Map.of("shop.retry", 4)))
        .hasMessageStartingWith(
            "topic shop.retry has 4 partitions, but needs as many as the widest source, 3;");
    assertThatThrownBy(() -> counts.check(SHOP, Map.of("shop.dlq", 1)))
        .hasMessage(
            "topic shop.dlq has 1 partition, but needs as many as shop.retry, 3;"
                + " add partitions to it");
    assertThatCode(() -> counts.check(SHOP, Map.of("shop.dlq", 5))).doesNotThrowAnyException();
  }
}
