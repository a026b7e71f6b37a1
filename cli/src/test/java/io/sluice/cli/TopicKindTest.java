package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicKindTest {

  @ParameterizedTest
  @CsvSource({
    "shop.events, source",
    "shop.retry, retry",
    "shop.dlq, dlq",
    "shop.status, status",
    "shop.control, control",
    "shop.workflow, workflow",
    "shop.instances, instances",
    "shop-dedupe-changelog, changelog",
    "retry, source",
    ".retry, source",
    "dlq.shop, source"
  })
  void kind_isReadFromTheName(String topic, String kind) {
    assertThat(TopicKind.of(topic)).hasToString(kind);
  }
}
