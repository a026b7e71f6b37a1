package io.sluice.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.dispatch.Doorkeeper;
import io.sluice.processor.dispatch.Entry;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.Origin;
import io.sluice.schema.TypePattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private static final String TYPE = "step.taken";

  private final EventCodec codec = EventCodec.create(Map.of("schema.registry.url", "mock://room"));
  private final RegisteredHandler<Object> handler =
      new RegisteredHandler<>(TypePattern.parse(TYPE), Object.class, (data, context) -> {});
  private final List<String> started = new ArrayList<>();
  private int limit = 2;
  private WaitingRoom room;

  @BeforeEach
  void open() {
    HeldEvents held =
        new HeldEvents(
            OpenStore.inMemory(
                Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(StateStores.HELD),
                    Serdes.Bytes(),
                    Serdes.ByteArray())));
    held.open();
    room = new WaitingRoom(held, Doorkeeper.OPEN, new Hands());
  }

  @AfterEach
  void close() {
    codec.close();
  }

  @Test
  void slowHandler_isGivenNoMoreThanCanBegin() {
    hold(10);

    room.letIn(1);
    assertThat(started).containsExactly("0", "1");
    assertThat(room.nextMs()).as("nothing to do until one ends").isEqualTo(Long.MAX_VALUE);

    room.ended(handler);
    assertThat(room.nextMs()).isZero();
    room.letIn(1);
    assertThat(started).containsExactly("0", "1", "2");
  }

  @Test
  void handlerWithoutALimit_isGivenAllAtOnce() {
    limit = Integer.MAX_VALUE;
    hold(10);

    room.letIn(1);
    assertThat(started).hasSize(10);
    assertThat(room.size()).isZero();
  }

  private void hold(int events) {
    for (int i = 0; i < events; i++) {
      room.take(Settled.unrun(event(String.valueOf(i)), new Settlement.Held("paused", null)));
    }
  }

  private Event event(String id) {
    EncodedEvent event =
        codec.encode(
            EventDraft.of(TYPE, Map.of("id", id)).id(id),
            new EncodeContext("in", "test", Instant.EPOCH));
    DeliveryState state = DeliveryState.fresh().withOrigin(new Origin("in", 0, 0, 0));
    return read(new RawRecord(event.key(), event.value(), new RecordHeaders(), state, false));
  }

  private Event read(RawRecord raw) {
    return new Event(raw, codec.decode("in", raw.value()));
  }

  private final class Hands implements WaitingRoom.Hands {
    @Override
    public Event read(RawRecord raw) {
      return WaitingRoomTest.this.read(raw);
    }

    @Override
    public RegisteredHandler<?> handler(String type) {
      return handler;
    }

    @Override
    public HandlerCall call(Event event) {
      return new HandlerCall(event, null);
    }

    @Override
    public void start(Event event, HandlerCall call, Entry.Run letIn) {
      started.add(event.id());
    }

    @Override
    public void settle(Settled settled) {
      throw new AssertionError(settled);
    }

    @Override
    public int limit(RegisteredHandler<?> any) {
      return limit;
    }

    @Override
    public boolean isFull() {
      return false;
    }
  }
}
