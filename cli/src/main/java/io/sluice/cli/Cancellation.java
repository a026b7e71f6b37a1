package io.sluice.cli;

import io.sluice.processor.control.ControlRecord;
import io.sluice.replay.ReplayException;
import io.sluice.replay.StatusFollower;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Events being withdrawn: which can be, and what becomes of them. Not thread-safe. */
final class Cancellation implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final ControlDesk desk;
  private final StatusFollower statuses;
  private final CancellationText text;
  private final Set<String> wanted = new LinkedHashSet<>();
  private final List<String> refused = new ArrayList<>();

  /** What was told of an id, in number, before it was cancelled. */
  private final Map<String, Integer> toldBefore = new HashMap<>();

  /** Workflows that had failed before; nothing more is told of those. */
  private final Map<String, EventStatus> failedBefore = new LinkedHashMap<>();

  private Instant until = Instant.EPOCH;

  private Cancellation(ControlDesk desk, StatusFollower statuses) {
    this.desk = desk;
    this.statuses = statuses;
    this.text = new CancellationText(desk.names().pipeline(), desk.names().status());
  }

  /**
   * Looks at each of the ids; says nothing to the pipeline yet.
   *
   * @param force true: also those that are not known
   */
  static Cancellation of(ControlDesk desk, Set<String> ids, boolean force) {
    try {
      Cancellation cancellation =
          new Cancellation(
              desk,
              new StatusFollower(
                  desk.connection().kafkaConfig(),
                  desk.codec(),
                  desk.clock(),
                  desk.names().status(),
                  ids));
      cancellation.look(ids, force);
      return cancellation;
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Why some are not withdrawn, a sentence each. */
  List<String> refused() {
    return refused;
  }

  private void look(Set<String> ids, boolean force) {
    Map<String, List<EventStatus>> told = statuses.read();
    Set<String> unknown = new LinkedHashSet<>();
    for (String id : ids) {
      List<EventStatus> ofIt = told.getOrDefault(id, List.of());
      toldBefore.put(id, ofIt.size());
      EventStatus last = SettledStatus.last(ofIt);
      if (last == null || last.getOutcome() == Outcome.DEAD) {
        // A dead letter may be on its way back.
        unknown.add(id);
      } else if (SettledStatus.isSettled(last)) {
        refused.add(text.settled(id, last));
      } else {
        wanted.add(id);
        if (last.getOutcome() == Outcome.FAILED) {
          failedBefore.put(id, last);
        }
      }
    }
    wanted.addAll(force ? unknown : open(unknown));
    unknown.removeAll(wanted);
    // Told since, perhaps.
    Map<String, List<EventStatus>> now = unknown.isEmpty() ? told : statuses.read();
    for (String id : unknown) {
      EventStatus last = SettledStatus.last(now.getOrDefault(id, List.of()));
      if (last == null) {
        refused.add(text.unknown(id));
      } else if (SettledStatus.isSettled(last)) {
        refused.add(text.settled(id, last));
      } else {
        wanted.add(id);
      }
    }
  }

  /** Those of the ids that are to be found somewhere on their way. */
  private Set<String> open(Set<String> ids) {
    Set<String> found = new LinkedHashSet<>();
    findAmong(EnumSet.allOf(EventState.class), ids, found);
    // What was still to be read when the stores were looked through may be in one of them by now.
    findAmong(EnumSet.complementOf(EnumSet.of(EventState.WAITING)), ids, found);
    return found;
  }

  private void findAmong(Set<EventState> states, Set<String> ids, Set<String> found) {
    if (found.size() == ids.size()) {
      return;
    }
    new OpenEventReader(desk)
        .read(
            states,
            event -> {
              if (ids.contains(event.id())) {
                found.add(event.id());
              }
              return found.size() < ids.size();
            });
  }

  /** Says it to the pipeline, in one transaction. */
  void say(Duration holds) {
    if (wanted.isEmpty()) {
      return;
    }
    until = desk.clock().instant().plus(holds);
    ControlRecord.Mandate mandate = desk.mandate();
    desk.say(
        "cancel",
        wanted.stream()
            .map(id -> new ControlRecord.Cancel(id, mandate, until.toEpochMilli()))
            .toList());
  }

  /**
   * Waits for what becomes of them, and prints it. Where no instance runs, there is nothing to wait
   * for, and that is said.
   *
   * @return false if one of them was settled otherwise
   */
  boolean await(Duration patience, PrintWriter out) {
    long start = System.nanoTime();
    boolean asWished = true;
    Set<String> open = new LinkedHashSet<>(wanted);
    boolean nobody = !open.isEmpty() && !patience.isZero() && !desk.isAnyoneThere();
    failedBefore.forEach((id, last) -> out.println(text.failedBefore(id, last)));
    open.removeAll(failedBefore.keySet());
    while (!open.isEmpty()) {
      Map<String, List<EventStatus>> told = statuses.read();
      for (String id : List.copyOf(open)) {
        EventStatus end = endOf(id, told.getOrDefault(id, List.of()));
        if (end != null) {
          open.remove(id);
          asWished &= CancellationText.isWished(end);
          out.println(CancellationText.ended(id, end));
        }
      }
      if (nobody || System.nanoTime() - start >= patience.toNanos()) {
        break;
      }
      LockSupport.parkNanos(open.isEmpty() ? 0 : LOOK_EVERY.toNanos());
    }
    open.forEach(id -> out.println(text.standing(id, until)));
    if (nobody) {
      out.println(text.nobody());
    }
    return asWished;
  }

  private @Nullable EventStatus endOf(String id, List<EventStatus> told) {
    List<EventStatus> since = told.subList(toldBefore.getOrDefault(id, 0), told.size());
    EventStatus last = SettledStatus.last(since);
    return last != null && CancellationText.isEnd(last) ? last : null;
  }

  @Override
  public void close() {
    statuses.close();
  }
}
