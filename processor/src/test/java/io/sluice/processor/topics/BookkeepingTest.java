package io.sluice.processor.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BookkeepingTest {
  @ParameterizedTest
  @ValueSource(strings = {"audit", "status", "dlq", "parking", "workflow", "instances"})
  void nameOfAPipelinesOwn_needsThePipelineToBeThere(String end) {
    assertThat(Bookkeeping.signs("shop." + end))
        .isEqualTo(Map.of("shop.control", "shop", "shop.retry", "shop"));
  }

  @Test
  void topicIsNoSignOfItself() {
    assertThat(Bookkeeping.signs("shop.retry")).isEqualTo(Map.of("shop.control", "shop"));
    assertThat(Bookkeeping.signs("shop.control")).isEqualTo(Map.of("shop.retry", "shop"));
  }

  @Test
  void changelog_isOfThePipelineAtTheBegin_whichMayHaveDashes() {
    assertThat(Bookkeeping.signs("web-shop-held-changelog"))
        .containsEntry("web.control", "web")
        .containsEntry("web-shop.control", "web-shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.audit.events", "shop.events", "audit", ".audit", "web-shop"})
  void ordinaryName_isNobodys(String topic) {
    assertThat(Bookkeeping.signs(topic)).isEmpty();
  }
}
