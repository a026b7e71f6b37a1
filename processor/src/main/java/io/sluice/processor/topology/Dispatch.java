package io.sluice.processor.topology;

import io.sluice.processor.dispatch.Completion;
import io.sluice.processor.dispatch.CompletionMailbox;
import io.sluice.processor.dispatch.Dispatcher;
import io.sluice.processor.dispatch.Doorkeeper;
import io.sluice.processor.dispatch.Entry;
import io.sluice.processor.dispatch.InFlight;
import io.sluice.processor.dispatch.LetIn;
import io.sluice.processor.dispatch.Workers;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.processor.handler.TimeLimitExceeded;
import io.sluice.processor.kafka.OnDemand;
import io.sluice.processor.kafka.Pulse;
import io.sluice.processor.kafka.Watched;
import io.sluice.processor.policy.Policies;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.EventFormatException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to the workers in order per key, takes back what came of them, and lets {@link
 * KeyOrder} say which event of a key is next.
 *
 * <p>Completions are taken in whenever the stream thread comes by: with each record, and before it
 * sleeps. Between two records only a punctuation may forward, so one is asked for then.
 */
final class Dispatch implements Processor<byte[], Object, byte[], Object>, Watched {
  /** How soon completions are looked for where nobody wakes the stream thread, ms. */
  private static final long LOOK_AGAIN_MS = 5;

  private final Rules rules;
  private final EventReader.Factory readers;
  private Flow flow;
  private EventReader reader;
  private InFlightStore inFlight;
  private Handover handover;
  private KeyOrder order;
  private WaitingRoom room;
  private WithdrawalSweep sweep;
  private Judge judge;
  private WaitingGauge gauge;
  private OnDemand comeBy;
  private CompletionMailbox<Running> mailbox;
  private Dispatcher<Running> dispatcher;
  private List<InFlightStore.Recovered> recovered;
  private boolean begun;
  private long seenChanges;
  private boolean open;
  private Runnable bell = () -> {};

  /**
   * What dispatch goes by.
   *
   * @param handlers who serves which type
   * @param policies what follows a failure, and in which order
   * @param random where jitter comes from
   * @param publishing where follow-up events go
   * @param crew who runs handlers
   */
  record Rules(
      HandlerRegistry handlers,
      Policies policies,
      RandomGenerator random,
      HandlerCall.Rules publishing,
      PipelineTopology.Crew crew) {

    Workers workers() {
      return crew.workers();
    }

    InFlight inFlight() {
      return crew.inFlight();
    }
  }

  Dispatch(Rules rules, EventReader.Factory readers) {
    this.rules = rules;
    this.readers = readers;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    flow = new Flow(context);
    reader = readers.of(context.taskId());
    gauge = new WaitingGauge(readers.metrics(), flow.task());
    judge = new Judge(rules.policies(), rules.random(), doorkeeper());
    comeBy = new OnDemand(context, this::cameBy);
    Pulse pulse = rules.crew().pulse();
    mailbox = new CompletionMailbox<>(pulse == null ? () -> {} : pulse::wake);
    dispatcher = new Dispatcher<>(rules.workers(), mailbox, rules.policies().ordering().parks());
    inFlight = context.getStateStore(StateStores.IN_FLIGHT);
    inFlight.beforeCommit(dispatcher::flush);
    handover =
        new Handover(
            rules.handlers(),
            rules.inFlight(),
            inFlight,
            dispatcher,
            new HandlerCall.Publishing(rules.publishing(), reader));
    ParkedKeys parked =
        new ParkedKeys(
            context.getStateStore(StateStores.PARKED),
            rules.policies().ordering().maxParkedPerKey());
    order = new KeyOrder(parked, dispatcher, rules.policies().ordering(), new Hands());
    HeldEvents held = context.getStateStore(StateStores.HELD);
    held.open();
    room = new WaitingRoom(held, doorkeeper(), new RoomHands());
    sweep = new WithdrawalSweep(List.of(held, parked), reader, this::settleUnrun);
    open();
    recover();
    rules.crew().watch(this);
  }

  @Override
  public void process(Record<byte[], Object> record) {
    beginRecovered();
    Object value = record.value();
    if (value instanceof Event event) {
      arrived(event);
    } else if (value instanceof Settled settled) {
      settleUnrun(settled);
    } else if (value instanceof Order ordered) {
      order.carryOut(ordered);
    } else {
      throw new IllegalStateException("dispatch was handed " + value);
    }
    takeIn();
  }

  @Override
  public void close() {
    rules.crew().unwatch(this);
    if (open) {
      open = false;
      doorkeeper().removeBell(bell);
      doorkeeper().taskClosed();
    }
    dispatcher.close();
    inFlight.leave(rules.inFlight());
    gauge.close();
  }

  private void open() {
    if (open) {
      doorkeeper().removeBell(bell);
    } else {
      open = true;
      doorkeeper().taskOpened();
    }
    bell = rules.crew().bell(comeBy);
    doorkeeper().addBell(bell);
    seenChanges = -1;
    comeBy.at(flow.nowMs());
  }

  private Doorkeeper doorkeeper() {
    return rules.workers().doorkeeper();
  }

  // ---- between polls ----

  @Override
  public void beforePoll() {
    dispatcher.flush();
    if (hasMail()) {
      comeBy.at(rules.workers().clocks().wall().millis());
    }
  }

  @Override
  public boolean hasMail() {
    return !mailbox.isEmpty() || doorkeeper().changes() != seenChanges;
  }

  @Override
  public long nextMs() {
    return comeBy.nextMs();
  }

  @Override
  public Reading reading() {
    if (rules.inFlight().isFull() || rules.workers().isBehind() || rules.workers().isStopped()) {
      return Reading.NOTHING;
    }
    return order.holdsBack() ? Reading.RETRIES : Reading.ALL;
  }

  // ---- an event's way to a worker and back ----

  private void arrived(Event event) {
    if (isWithdrawn(event)) {
      // Before it waits: nobody looks for it there again.
      settleUnrun(Settled.unrun(event, new Settlement.Cancelled()));
      return;
    }
    Key key = Key.of(event);
    if (key != null && !order.mayPass(key, event)) {
      return;
    }
    if (room.hasLine(event.type()) && order.mayWait(key)) {
      Settled held = Settled.unrun(event, new Settlement.Held(Judge.IN_LINE, null));
      order.waits(key, held);
      settleHeld(held);
    } else {
      handover.start(key, event);
    }
  }

  private boolean isWithdrawn(Event event) {
    return WithdrawalSweep.isWithdrawn(event, doorkeeper().withdrawn());
  }

  /** Settles one that was not with a worker. */
  private void settleUnrun(Settled settled) {
    flow.settle(settled);
    order.settledUnrun(settled);
  }

  private void settleHeld(Settled held) {
    room.take(held);
    flow.settle(held);
  }

  /** Looks for withdrawn events here alone: with each record, a slice would hold all of them up. */
  private void cameBy(long nowMs) {
    takeIn();
    if (sweep.goOn(doorkeeper().withdrawn())) {
      comeBy.at(nowMs);
    }
  }

  /** All that came back; where handlers run at once, all that this lets begin as well. */
  private void takeIn() {
    beginRecovered();
    mailbox.drain(this::completed);
    lookAround();
    if (rules.crew().pulse() == null) {
      dispatcher.flush();
      while (!mailbox.isEmpty()) {
        mailbox.drain(this::completed);
        dispatcher.flush();
      }
      if (inFlight.isBusy()) {
        comeBy.at(flow.nowMs() + LOOK_AGAIN_MS);
      }
    }
    setAlarm();
    gauge.tell(order, room);
  }

  /** Lets in whom the doorkeeper lets in by now. */
  private void lookAround() {
    long changes = doorkeeper().changes();
    boolean changed = changes != seenChanges;
    seenChanges = changes;
    if (changed) {
      // Events may have been withdrawn.
      comeBy.at(flow.nowMs());
    }
    if (room.size() > 0) {
      long nowMs = flow.nowMs();
      if (changed || room.nextMs() <= nowMs) {
        room.letIn(nowMs);
      }
    }
  }

  /** When those who wait are to be looked at again; for withdrawn ones, where no bell tells. */
  private void setAlarm() {
    long next = room.size() > 0 ? room.nextMs() : Long.MAX_VALUE;
    if (room.size() > 0 || order.parked() > 0) {
      next = Math.min(next, rules.crew().lookAgainMs(flow.nowMs()));
    }
    if (next < Long.MAX_VALUE) {
      comeBy.at(next);
    }
  }

  private void completed(Completion<Running> completion) {
    Running running = completion.token();
    if (completion.failure() instanceof VirtualMachineError error
        && !(error instanceof StackOverflowError)) {
      // No outcome of an event: the thread ends, and the pipeline with it.
      throw error;
    }
    if (running.call().isGivenUp() && isOwnEnd(completion)) {
      return;
    }
    if (completion.hasRun()) {
      readers.metrics().handlerRan(running.event().type(), completion.ran());
    }
    Settled settled = judge.judge(completion, flow.nowMs());
    if (settled.settlement() instanceof Settlement.Held && isWithdrawn(running.event())) {
      // Nobody might come by where it would wait.
      settled = settled.as(new Settlement.Cancelled());
    }
    letGo(running);
    room.take(settled);
    flow.settle(settled);
    if (running.key() != null) {
      order.settled(running.key(), settled, completion.kind() == Completion.Kind.SUCCEEDED);
    }
  }

  /** False if it was ended from outside, which an interrupted wait for the registry follows. */
  private static boolean isOwnEnd(Completion<Running> completion) {
    return completion.hasRun() && !(completion.failure() instanceof TimeLimitExceeded);
  }

  private void letGo(Running running) {
    handover.end(running);
    if (running.letIn() != null) {
      room.ended(running.handler());
    }
  }

  // ---- after a start ----

  private void recover() {
    begun = false;
    recovered = handover.recover();
    if (!recovered.isEmpty() || order.isReleasing()) {
      comeBy.at(flow.nowMs());
    }
  }

  /** What was in flight had its turn before all that comes now; in {@code init} nothing may run. */
  private void beginRecovered() {
    if (begun) {
      return;
    }
    begun = true;
    List<InFlightStore.Recovered> all = recovered;
    recovered = List.of();
    for (InFlightStore.Recovered one : all) {
      begin(one);
    }
    order.releaseIdle();
  }

  private void begin(InFlightStore.Recovered one) {
    try {
      handover.startAgain(one);
    } catch (EventFormatException e) {
      Settled settled = Settled.undecodable(one.raw(), e);
      handover.end(one);
      settleUnrun(settled);
    }
  }

  /** What the order of keys needs done. */
  private final class Hands implements KeyOrder.Hands {
    @Override
    public void start(Key key, RawRecord raw) {
      try {
        handover.start(key, reader.read(raw));
      } catch (EventFormatException e) {
        settle(Settled.undecodable(raw, e));
      }
    }

    @Override
    public RawRecord takeBack(Running running) {
      letGo(running);
      LetIn letIn = running.letIn();
      if (letIn != null) {
        doorkeeper().leftUnused(running.handler(), running.call(), letIn.entry());
      }
      return running.event().raw();
    }

    @Override
    public void settle(Settled settled) {
      flow.settle(settled);
    }

    @Override
    public @Nullable Event read(RawRecord raw) {
      try {
        return reader.read(raw);
      } catch (EventFormatException e) {
        return null;
      }
    }

    @Override
    public boolean isWithdrawn(RawRecord raw) {
      if (doorkeeper().withdrawn().isEmpty()) {
        return false;
      }
      Event event = read(raw);
      return event != null && Dispatch.this.isWithdrawn(event);
    }

    @Override
    public Judge judge() {
      return judge;
    }

    @Override
    public long nowMs() {
      return flow.nowMs();
    }
  }

  /** What the waiting room needs done. */
  private final class RoomHands implements WaitingRoom.Hands {
    @Override
    public Event read(RawRecord raw) {
      return reader.read(raw);
    }

    @Override
    public RegisteredHandler<?> handler(String type) {
      return handover.handler(type);
    }

    @Override
    public HandlerCall call(Event event) {
      return handover.call(event);
    }

    @Override
    public void start(Event event, HandlerCall call, Entry.Run letIn) {
      long nowNanos = rules.workers().clocks().nanoTime().getAsLong();
      handover.start(event, call, new LetIn(letIn, nowNanos));
    }

    @Override
    public void settle(Settled settled) {
      flow.settle(settled);
      if (!(settled.settlement() instanceof Settlement.Held)) {
        order.settledUnrun(settled);
      }
    }

    @Override
    public int limit(RegisteredHandler<?> handler) {
      return rules.workers().limitOf(handler);
    }

    @Override
    public boolean isFull() {
      return rules.inFlight().isFull() || rules.workers().isBehind();
    }
  }
}
