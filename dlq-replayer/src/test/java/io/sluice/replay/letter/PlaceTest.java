package io.sluice.replay.letter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaceTest {

  @Test
  void place_isReadAsItIsWritten() {
    Place place = new Place("shop.dlq", 2, 123);
    assertThat(Place.parse(place.toString())).contains(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shop.dlq", "shop.dlq/1", "/1/2", "a/b/c", "a/1/-2", "0197c-uuid"})
  void otherText_isNoPlace(String text) {
    assertThat(Place.parse(text)).isEmpty();
  }
}
