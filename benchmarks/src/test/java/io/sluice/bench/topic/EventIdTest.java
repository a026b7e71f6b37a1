package io.sluice.bench.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.InMemorySchemaRegistry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventIdTest {

  @Test
  void sequence_isFoundInTheBytesOfAnEnvelope() {
    EventCodec codec = EventCodec.create(Map.of(), new InMemorySchemaRegistry());
    EventDraft draft =
        EventDraft.of(EventMaker.TYPE, EventMaker.payload(7)).id(EventId.of(123_456_789L));

    EncodedEvent event = codec.encode(draft, new EncodeContext("topic", "test", Instant.EPOCH));

    assertThat(EventId.sequence(event.value())).isEqualTo(123_456_789L);
    assertThat(EventId.sequence(event.id())).isEqualTo(123_456_789L);
  }

  @Test
  void payload_isOf300Bytes_whateverTheSequence() {
    EventCodec codec = EventCodec.create(Map.of(), new InMemorySchemaRegistry());
    EventDraft draft = EventDraft.of(EventMaker.TYPE, EventMaker.payload(500_000));

    EncodedEvent event = codec.encode(draft, new EncodeContext("topic", "test", Instant.EPOCH));

    assertThat(codec.decode("topic", event.value()).getData().remaining()).isEqualTo(300);
  }
}
