package io.sluice.testkit;

import io.sluice.schema.avro.EventStatus;

/** The rest of a sentence about an event that is settled. */
public final class SettledAssert extends StepAssert<SettledAssert> {

  SettledAssert(EventAssert event, EventStatus step) {
    super(event, step);
  }

  /** Because an event of the same id had been accepted within the dedupe window. */
  public SettledAssert asDuplicate() {
    return because("duplicate");
  }

  @Override
  SettledAssert self() {
    return this;
  }
}
