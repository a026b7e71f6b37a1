package io.sluice.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.bench.topic.Input;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong now = new AtomicLong();

  @Test
  void rate_leavesOutWarmUpAndTheTimeBeforeIt() throws Exception {
    Tally tally = tally(new Input("t", 30, 10, 0), Task.NOTHING);
    now.set(100 * SECOND);
    handle(tally, 0, 10);
    now.addAndGet(2 * SECOND);
    handle(tally, 10, 30);

    assertThat(tally.rate()).isEqualTo(10);
    assertThat(tally.problems()).isEmpty();
    assertThat(tally.awaitAll(0, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void seconds_countFromTheFirstMeasuredEventsStart() throws Exception {
    Tally tally = tally(new Input("t", 3, 1, 0), Task.NOTHING);
    handle(tally, 0, 1);
    now.addAndGet(5 * SECOND);
    handle(tally, 1, 2);
    now.addAndGet(3 * SECOND);
    handle(tally, 2, 3);

    assertThat(tally.seconds()).isEqualTo(3);
  }

  @Test
  void event_thatIsHandledTwice_countsOnce_andOneThatIsNotIsMissed() throws Exception {
    Tally tally = tally(new Input("t", 2, 0, 0), Task.NOTHING);
    handle(tally, 0, 1);
    handle(tally, 0, 1);

    assertThat(tally.handled()).isEqualTo(1);
    assertThat(tally.problems()).containsExactly("1 of 2 events were never handled to the end");
  }

  @Test
  void event_thatOvertakesOneOfItsKey_isOutOfOrder() throws Exception {
    Tally tally = tally(new Input("t", 6, 0, 3), Task.NOTHING);
    handle(tally, 0, 3);
    handle(tally, 4, 6);
    assertThat(tally.outOfOrder()).isZero();

    Tally other = tally(new Input("t", 6, 0, 3), Task.NOTHING);
    handle(other, 3, 4);
    assertThat(other.outOfOrder()).isEqualTo(1);
  }

  @Test
  void failOnce_failsATenth_atTheFirstAttemptOnly() throws Exception {
    Tally tally = tally(new Input("t", 20, 10, 0), Task.FAIL_ONCE);
    handle(tally, 0, 10);

    assertThatThrownBy(() -> tally.handle(10)).isInstanceOf(PlannedFailure.class);
    handle(tally, 10, 20);

    assertThat(tally.problems()).isEmpty();
  }

  @Test
  void failHeads_countsTheOtherKeysOnly() throws Exception {
    Tally tally = tally(new Input("t", 40, 20, 20), Task.FAIL_HEADS);
    handle(tally, 0, 20);
    assertThatThrownBy(() -> tally.handle(20)).isInstanceOf(PlannedFailure.class);
    assertThatThrownBy(() -> tally.handle(30)).isInstanceOf(PlannedFailure.class);
    now.addAndGet(SECOND);
    handle(tally, 21, 30);
    handle(tally, 31, 40);

    assertThat(tally.rate()).isEqualTo(18);
  }

  private Tally tally(Input input, Task task) {
    return new Tally(input, task, now::get);
  }

  private static void handle(Tally tally, int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      tally.handle(i);
    }
  }
}
