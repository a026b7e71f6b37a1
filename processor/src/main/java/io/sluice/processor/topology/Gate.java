package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Doorkeeper;
import io.sluice.processor.kafka.OnDemand;
import io.sluice.processor.kafka.Watched;
import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.policy.Admission;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.EventFormatException;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * May it run now? What is not yet due waits in the delay store and comes back by itself; what is
 * too late is settled.
 *
 * <p>An alarm is set for the next due time and for nothing else: under exactly-once a punctuator
 * that ticks without work commits empty transactions for ever.
 */
final class Gate implements Processor<byte[], Event, byte[], Object>, Watched {
  private static final int MOST_AT_ONCE = 500;

  /** How soon to look again when what is due must wait for room among those in flight, ms. */
  private static final long NO_ROOM_MS = 10;

  private final EventReader.Factory readers;
  private final PipelineMetrics metrics;
  private final PipelineTopology.Crew crew;
  private Flow flow;
  private EventReader reader;
  private DelayStore delayed;
  private OnDemand alarm;
  private WithdrawalSweep sweep;
  private long seenChanges;
  private Runnable bell = () -> {};
  private long toldSize;

  Gate(EventReader.Factory readers, PipelineTopology.Crew crew) {
    this.readers = readers;
    this.crew = crew;
    this.metrics = readers.metrics();
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    flow = new Flow(context);
    reader = readers.of(context.taskId());
    delayed = context.getStateStore(StateStores.DELAY);
    delayed.open();
    alarm = new OnDemand(context, this::comeBy);
    sweep = new WithdrawalSweep(List.of(delayed), reader, flow::forward);
    seenChanges = -1;
    doorkeeper().removeBell(bell);
    bell = crew.bell(alarm);
    doorkeeper().addBell(bell);
    toldSize = 0;
    setAlarm();
    crew.watch(this);
  }

  @Override
  public void process(Record<byte[], Event> record) {
    admit(record.value());
    setAlarm();
  }

  @Override
  public void close() {
    crew.unwatch(this);
    doorkeeper().removeBell(bell);
    metrics.delayed(flow.task(), 0);
  }

  private void admit(Event event) {
    long now = flow.nowMs();
    Admission admission = Admission.at(event.dueAtMs(), event.expiresAtMs(), now);
    if (admission instanceof Admission.Run) {
      flow.forward(PipelineTopology.DISPATCH, event);
    } else if (WithdrawalSweep.isWithdrawn(event, doorkeeper().withdrawn())) {
      flow.forward(Settled.unrun(event, new Settlement.Cancelled()));
    } else if (admission instanceof Admission.HoldUntil hold) {
      delayed.hold(hold.dueAtMs(), event.raw());
      tellDelayed(event, hold.dueAtMs());
    } else {
      // Others of its key may wait for it.
      flow.forward(Settled.unrun(event, new Settlement.Expired()));
    }
  }

  /** A retry was told as such when its attempt failed. */
  private void tellDelayed(Event event, long dueAtMs) {
    if (!event.raw().retried()) {
      flow.settle(Settled.unrun(event, new Settlement.Delayed(dueAtMs)));
    }
  }

  private Doorkeeper doorkeeper() {
    return crew.workers().doorkeeper();
  }

  private void comeBy(long nowMs) {
    seenChanges = doorkeeper().changes();
    if (sweep.goOn(doorkeeper().withdrawn())) {
      alarm.at(nowMs);
    }
    admitDue(nowMs);
  }

  /** One batch, so that the thread polls and commits in between; the alarm brings the next. */
  private void admitDue(long nowMs) {
    if (crew.inFlight().isFull() || crew.workers().isBehind()) {
      alarm.at(nowMs + NO_ROOM_MS);
      return;
    }
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
      flow.forward(Settled.undecodable(raw, e));
    }
  }

  private void setAlarm() {
    tellSize();
    Long next = delayed.nextDueAtMs();
    if (next != null) {
      alarm.at(Math.min(next, crew.lookAgainMs(flow.nowMs())));
    }
  }

  private void tellSize() {
    if (delayed.size() != toldSize) {
      toldSize = delayed.size();
      metrics.delayed(flow.task(), toldSize);
    }
  }

  @Override
  public void beforePoll() {
    if (hasMail()) {
      alarm.at(crew.workers().clocks().wall().millis());
    }
  }

  @Override
  public boolean hasMail() {
    return doorkeeper().changes() != seenChanges;
  }

  /** The thread sleeps no longer than until the next event is due. */
  @Override
  public long nextMs() {
    return alarm.nextMs();
  }

  @Override
  public Reading reading() {
    return Reading.ALL;
  }
}
