package io.sluice.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.parked.Blocked;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.Origin;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParkedKeysTest {
  private static final Key KEY = Key.of("k".getBytes(UTF_8));
  private static final Origin ORIGIN = new Origin("in", 0, 0, 0);

  private ParkedKeys parked;

  @BeforeEach
  void open() {
    parked =
        new ParkedKeys(
            OpenStore.inMemory(
                Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(StateStores.PARKED),
                    Serdes.Bytes(),
                    Serdes.ByteArray())),
            2);
  }

  @Test
  void lineThatGrewBehindAHeldHead_mayGrowUntilItIsShortAgain() {
    block(Blocked.State.WAITING);
    parked.overflows(KEY, true);
    park(4);

    block(Blocked.State.RELEASING);
    assertThat(parked.mayOverflow(KEY)).as("while it is let out").isTrue();
    block(Blocked.State.WAITING);
    parked.overflows(KEY, false);
    assertThat(parked.mayOverflow(KEY)).as("behind a retry, still too long").isTrue();
    parked.take(KEY, 3);
    parked.overflows(KEY, false);
    assertThat(parked.mayOverflow(KEY)).as("behind a retry, short again").isFalse();
  }

  @Test
  void lineBehindARetry_mayNotGrowBeyondItsMost() {
    block(Blocked.State.WAITING);
    parked.overflows(KEY, false);
    park(2);

    parked.overflows(KEY, false);
    assertThat(parked.isFull(KEY)).isTrue();
    assertThat(parked.mayOverflow(KEY)).isFalse();
  }

  @Test
  void whatIsTakenOutOfTheMiddle_makesRoom() {
    block(Blocked.State.WAITING);
    parked.overflows(KEY, false);
    park(2);
    assertThat(parked.isAnyFull()).isTrue();

    parked.remove(parked.slice(null, 1).get(0).key);
    assertThat(parked.isFull(KEY)).isFalse();
    assertThat(parked.isAnyFull()).isFalse();
    assertThat(parked.parked()).isOne();
    parked.remove(parked.slice(null, 1).get(0).key);
    assertThat(parked.depth(KEY)).isZero();
    park(1);
    assertThat(parked.take(KEY, 5)).hasSize(1);
    assertThat(parked.parked()).isZero();
  }

  @Test
  void lineIsLetOutFasterAndFaster_untilItHalts() {
    block(Blocked.State.WAITING);
    block(Blocked.State.RELEASING);

    assertThat(parked.nextPace(KEY)).isEqualTo(1);
    assertThat(parked.nextPace(KEY)).isEqualTo(2);
    assertThat(parked.nextPace(KEY)).isEqualTo(4);
    block(Blocked.State.WAITING);
    block(Blocked.State.RELEASING);
    assertThat(parked.nextPace(KEY)).isEqualTo(1);
  }

  private void block(Blocked.State state) {
    parked.block(KEY, new Blocked("head", "a.b", ORIGIN, 0, state));
  }

  private void park(int events) {
    for (int i = 0; i < events; i++) {
      DeliveryState state = DeliveryState.fresh().withOrigin(ORIGIN);
      parked.add(
          KEY, new RawRecord(KEY.bytes(), new byte[] {1}, new RecordHeaders(), state, false));
    }
  }
}
