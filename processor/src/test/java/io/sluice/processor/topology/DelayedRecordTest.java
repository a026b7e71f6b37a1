package io.sluice.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schema.DeliveryState;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.WithNull;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DelayedRecordTest {
  @Property
  void record_comesBackAsItWent(
      @ForAll @WithNull byte @Nullable [] key,
      @ForAll @WithNull byte @Nullable [] value,
      @ForAll List<@StringLength(max = 9) String> headerNames,
      @ForAll @WithNull byte @Nullable [] headerValue,
      @ForAll boolean retried) {
    Headers headers = new RecordHeaders();
    headerNames.forEach(name -> headers.add("x-" + name, headerValue));
    DeliveryState state =
        new DeliveryState(
            2, 5L, new Origin("topic", 3, 9, 11), 4L, new LastError("E", "m", "t"), 1);

    RawRecord back =
        DelayedRecord.read(DelayedRecord.write(new RawRecord(key, value, headers, state, retried)));

    assertThat(back.key()).isEqualTo(key);
    assertThat(back.value()).isEqualTo(value);
    assertThat(back.state()).isEqualTo(state);
    assertThat(back.retried()).isEqualTo(retried);
    for (var header : headers) {
      assertThat(back.headers().headers(header.key())).contains(header);
    }
  }

  @Test
  void newerEntry_isRefusedWithAReason() {
    assertThatThrownBy(() -> DelayedRecord.read(new byte[] {9, 0}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("version 9");
  }
}
