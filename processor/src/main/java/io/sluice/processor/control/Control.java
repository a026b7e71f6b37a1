package io.sluice.processor.control;

import java.util.function.Consumer;

/** What holds for a running pipeline, as it changes. Thread-safe. */
public interface Control {
  /** All that holds now. */
  ControlState state();

  /** Calls it with the new state after each change, on any thread; and once at once. */
  void follow(Consumer<ControlState> follower);

  /**
   * Says something to all instances of the pipeline, this one included, which hears it as soon as
   * the others do. Does not wait, and does not fail: what could not be said is logged.
   */
  void say(ControlRecord record);

  /** Takes back what was said of the record's kind and subject. */
  void takeBack(ControlRecord record);
}
