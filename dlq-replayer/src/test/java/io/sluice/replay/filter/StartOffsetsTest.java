package io.sluice.replay.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.replay.letter.Place;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StartOffsetsTest {

  @Test
  void lettersBefore_andOfOtherPartitions_areLeftOut() {
    StartOffsets starts = StartOffsets.parse(List.of("shop.dlq,0,120", "", " shop.dlq , 2 , 0 "));
    assertThat(starts.includes(new Place("shop.dlq", 0, 120))).isTrue();
    assertThat(starts.includes(new Place("shop.dlq", 0, 119))).isFalse();
    assertThat(starts.includes(new Place("shop.dlq", 1, 500))).isFalse();
    assertThat(starts.includes(new Place("shop.dlq", 2, 0))).isTrue();
    assertThat(starts.includes(new Place("other.dlq", 0, 120))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.dlq,0",
        "shop.dlq,0,x",
        "shop.dlq,-1,5",
        "shop.dlq,0,-5",
        ",0,5",
        "shop.dlq,0,5,6",
        "TOPIC,PARTITION,OFFSET",
        "shop.dlq,0,99999999999999999999"
      })
  void wrongRow_isNamedWithItsLine(String row) {
    assertThatThrownBy(() -> StartOffsets.parse(List.of("shop.dlq,1,5", "", row)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 3")
        .hasMessageContaining(row);
  }

  @Test
  void partitionNamedTwice_andNone_areRefused() {
    assertThatThrownBy(() -> StartOffsets.parse(List.of("a,1,5", "a,1,6")))
        .hasMessageContaining("line 2")
        .hasMessageContaining("a-1");
    assertThatThrownBy(() -> StartOffsets.parse(List.of(" ")))
        .hasMessageContaining("names no partition");
  }
}
