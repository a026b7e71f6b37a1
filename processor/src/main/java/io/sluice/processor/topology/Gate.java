package io.sluice.processor.topology;

import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.policy.Admission;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.EventFormatException;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * May it run now? What is not yet due waits in the delay store and comes back by itself; what is
 * too late is settled.
 *
 * <p>An alarm is set for the next due time and for nothing else: under exactly-once a punctuator
 * that ticks without work commits empty transactions for ever.
 */
final class Gate implements Processor<byte[], Event, byte[], Object> {
  private static final int MOST_AT_ONCE = 500;

  private final EventReader.Factory readers;
  private final PipelineMetrics metrics;
  private ProcessorContext<byte[], Object> context;
  private Flow flow;
  private EventReader reader;
  private DelayStore delayed;
  private @Nullable Alarm alarm;
  private long toldSize;

  private record Alarm(long atMs, Cancellable timer) {}

  Gate(EventReader.Factory readers) {
    this.readers = readers;
    this.metrics = readers.metrics();
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    this.context = context;
    flow = new Flow(context);
    reader = readers.of(context.taskId());
    delayed = new DelayStore(context.getStateStore(StateStores.DELAY));
    alarm = null;
    toldSize = 0;
    setAlarm();
  }

  @Override
  public void process(Record<byte[], Event> record) {
    admit(record.value());
    setAlarm();
  }

  @Override
  public void close() {
    metrics.delayed(flow.task(), 0);
  }

  private void admit(Event event) {
    long now = flow.nowMs();
    Admission admission = Admission.at(event.dueAtMs(), event.expiresAtMs(), now);
    if (admission instanceof Admission.Run) {
      flow.forward(PipelineTopology.DISPATCH, event);
    } else if (admission instanceof Admission.HoldUntil hold) {
      delayed.hold(hold.dueAtMs(), event.raw());
      tellDelayed(event, hold.dueAtMs());
    } else {
      flow.settle(Settled.unrun(event, new Settlement.Expired()));
    }
  }

  /** A retry was told as such when its attempt failed. */
  private void tellDelayed(Event event, long dueAtMs) {
    if (!event.raw().retried()) {
      flow.settle(Settled.unrun(event, new Settlement.Delayed(dueAtMs)));
    }
  }

  /** One batch, so that the thread polls and commits in between; the alarm brings the next. */
  private void admitDue(long nowMs) {
    cancelAlarm();
    for (RawRecord raw : delayed.takeDue(nowMs, MOST_AT_ONCE)) {
      admitAgain(raw);
    }
    setAlarm();
  }

  /** Readable when it was held, but the registry may have lost its schema since. */
  private void admitAgain(RawRecord raw) {
    try {
      admit(reader.read(raw));
    } catch (EventFormatException e) {
      flow.settle(Settled.undecodable(raw, e));
    }
  }

  private void setAlarm() {
    tellSize();
    Long next = delayed.nextDueAtMs();
    if (next == null || (alarm != null && alarm.atMs() <= next)) {
      return;
    }
    cancelAlarm();
    Duration wait = Duration.ofMillis(Math.max(1, next - flow.nowMs()));
    alarm =
        new Alarm(next, context.schedule(wait, PunctuationType.WALL_CLOCK_TIME, this::admitDue));
  }

  private void tellSize() {
    if (delayed.size() != toldSize) {
      toldSize = delayed.size();
      metrics.delayed(flow.task(), toldSize);
    }
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.timer().cancel();
      alarm = null;
    }
  }
}
