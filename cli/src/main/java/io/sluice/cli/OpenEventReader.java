package io.sluice.cli;

import io.sluice.processor.control.InstanceReport;
import io.sluice.processor.held.DelayedName;
import io.sluice.processor.held.HeldRecord;
import io.sluice.processor.live.ControlSnapshot;
import io.sluice.processor.parked.ParkedEntry;
import io.sluice.processor.parked.ParkedOrder;
import io.sluice.replay.ReplayException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;

/** Finds the events of a pipeline that are not settled yet, wherever they are. */
final class OpenEventReader {
  private final ControlDesk desk;
  private final EventDecoder decoder;

  OpenEventReader(ControlDesk desk) {
    this.desk = desk;
    this.decoder = new EventDecoder(desk.codec(), desk.names().retry());
  }

  /**
   * Shows those in the given states, one state after the other, until the visitor returns false.
   *
   * @throws UserErrorException when Kafka does not answer
   */
  void read(Set<EventState> states, Predicate<OpenEvent> visitor) {
    boolean[] goOn = {true};
    Predicate<OpenEvent> once =
        event -> {
          goOn[0] = visitor.test(event);
          return goOn[0];
        };
    try {
      for (EventState state : EventState.values()) {
        if (goOn[0] && states.contains(state)) {
          read(state, once);
        }
      }
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
  }

  private void read(EventState state, Predicate<OpenEvent> visitor) {
    switch (state) {
      case RUNNING -> running(visitor);
      case HELD -> held(visitor);
      case RETRYING -> {
        stored("delay", EventState.RETRYING, it -> it.attempt() == 0 || visitor.test(it));
        unread(List.of(desk.names().retry()), EventState.RETRYING, visitor);
      }
      case DELAYED ->
          stored("delay", EventState.DELAYED, it -> it.attempt() > 0 || visitor.test(it));
      case PARKED -> parked(visitor);
      case WAITING -> unread(sources(), EventState.WAITING, visitor);
    }
  }

  private void running(Predicate<OpenEvent> visitor) {
    List<InstanceReport> reports = desk.reports();
    stored(
        "in-flight",
        EventState.RUNNING,
        event -> visitor.test(event.because(RunningWhere.of(reports, event.id(), now()))));
  }

  private void held(Predicate<OpenEvent> visitor) {
    PipelineSight sight =
        new PipelineSight(
            desk.names().pipeline(), now(), desk.reports(), desk.snapshot().state(), Map.of());
    HeldWhy why = new HeldWhy(sight);
    stored("held", EventState.HELD, event -> visitor.test(event.because(why.of(event.type()))));
  }

  private void parked(Predicate<OpenEvent> visitor) {
    if (!desk.topics().contains(StoreChangelog.of(desk.names().pipeline(), "parked").topic())) {
      return;
    }
    ParkedHeads heads = ParkedHeads.of(new ParkedTopic(desk.names()).read(desk.connection()));
    stored(
        "parked",
        EventState.PARKED,
        event -> visitor.test(event.because("behind " + PlainText.line(heads.of(event.key())))));
  }

  /** The events of a store, if it has ever had any. */
  private void stored(String store, EventState state, Predicate<OpenEvent> visitor) {
    StoreChangelog changelog = StoreChangelog.of(desk.names().pipeline(), store);
    if (!desk.topics().contains(changelog.topic())) {
      return;
    }
    changelog.read(
        desk.connection(),
        record -> !isEvent(store, record) || visitor.test(stored(state, record)));
  }

  /** Some entries are about others. */
  private static boolean isEvent(String store, ConsumerRecord<byte[], byte[]> record) {
    return switch (store) {
      case "delay" -> DelayedName.dueAtMs(record.key()).isPresent();
      case "parked" -> !ParkedEntry.of(Bytes.wrap(record.key())).isHead();
      default -> true;
    };
  }

  private OpenEvent stored(EventState state, ConsumerRecord<byte[], byte[]> record) {
    OpenEvent event =
        decoder.event(
            state, HeldRecord.read(record.value()), Instant.ofEpochMilli(record.timestamp()));
    // The store may hold it for longer than its own state asks for.
    boolean timed = state == EventState.DELAYED || state == EventState.RETRYING;
    OptionalLong dueAtMs = timed ? DelayedName.dueAtMs(record.key()) : OptionalLong.empty();
    return dueAtMs.isEmpty() ? event : event.due(Instant.ofEpochMilli(dueAtMs.getAsLong()));
  }

  private void unread(List<String> topics, EventState state, Predicate<OpenEvent> visitor) {
    backlog()
        .read(
            desk.connection(),
            topics,
            record -> isOrder(record) || visitor.test(decoder.event(state, record)));
  }

  private static boolean isOrder(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null && ParkedOrder.in(record.headers()).isPresent();
  }

  private Backlog backlog() {
    try (Admin admin = desk.connection().connect()) {
      return new Backlog(TopicAdmin.committed(admin, desk.names().pipeline()));
    }
  }

  private List<String> sources() {
    ControlSnapshot snapshot = desk.snapshot();
    List<String> there = new ArrayList<>(snapshot.sources().keySet());
    there.retainAll(desk.topics());
    return there;
  }

  private Instant now() {
    return desk.clock().instant();
  }
}
