package io.sluice.processor.handler;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What came of what a step of a workflow has waited for: one outcome for the step before it in a
 * chain; one a member, in the order of the members, for the callback of a chord. Immutable.
 */
public final class Results implements Iterable<StepOutcome> {
  private static final Results NONE = new Results(List.of());

  private final List<StepOutcome> outcomes;

  /** In order. */
  public Results(List<StepOutcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
  }

  /** Of an event that is in no workflow, of a first step, and of an immutable one. */
  public static Results none() {
    return NONE;
  }

  /** All of them, in order. */
  public List<StepOutcome> all() {
    return outcomes;
  }

  /** How many there are. */
  public int size() {
    return outcomes.size();
  }

  /** True if there are none. */
  public boolean isEmpty() {
    return outcomes.isEmpty();
  }

  /** One by its place, counted from 0. */
  public StepOutcome get(int place) {
    return outcomes.get(place);
  }

  /**
   * The only one: what the step before in a chain has given.
   *
   * @throws NoSuchElementException when there is none, or more than one
   */
  public StepOutcome only() {
    if (outcomes.size() != 1) {
      throw new NoSuchElementException(
          "this step was given " + outcomes.size() + " results, and not one");
    }
    return outcomes.get(0);
  }

  /**
   * The values, in order; null for one without a value.
   *
   * @throws io.sluice.schema.EventFormatException when one does not fit that class
   */
  public <T> List<@Nullable T> as(Class<T> as) {
    List<@Nullable T> values = new ArrayList<>(outcomes.size());
    outcomes.forEach(outcome -> values.add(outcome.as(as)));
    return values;
  }

  @Override
  public Iterator<StepOutcome> iterator() {
    return outcomes.iterator();
  }

  @Override
  public String toString() {
    return outcomes.toString();
  }
}
