package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {

  @Test
  void ids_are_uuids_of_version_7_in_the_order_of_time() {
    var ids = Stream.generate(EventIds::next).limit(1_000).toList();

    assertThat(ids).doesNotHaveDuplicates().isSorted();
    assertThat(ids).allMatch(id -> UUID.fromString(id).version() == 7);
  }
}
