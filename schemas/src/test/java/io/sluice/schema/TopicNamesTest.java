package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {

  @Test
  void names_begin_with_the_pipeline() {
    TopicNames names = new TopicNames("shop");

    assertThat(names.retry()).isEqualTo("shop.retry");
    assertThat(names.dlq()).isEqualTo("shop.dlq");
    assertThat(names.status()).isEqualTo("shop.status");
    assertThat(names.control()).isEqualTo("shop.control");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", ".", "..", "ä"})
  void pipeline_must_be_legal_in_a_topic_name(String pipeline) {
    assertThatThrownBy(() -> new TopicNames(pipeline))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + pipeline + "\"");
  }
}
