package io.sluice.cli;

import java.util.Locale;

/** Where an event stands that is not settled yet. */
enum EventState {
  /** With a handler, or waiting for a thread. */
  RUNNING,
  /** It may not run now: its type is paused, a breaker is open, a rate is reached. */
  HELD,
  /** It failed, and waits for its next attempt. */
  RETRYING,
  /** It waits for its time, and has not been tried. */
  DELAYED,
  /** It waits behind an earlier event of its key. */
  PARKED,
  /** Nobody has read it yet. */
  WAITING;

  /** As users write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
