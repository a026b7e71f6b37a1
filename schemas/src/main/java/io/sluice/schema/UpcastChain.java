package io.sluice.schema;

import java.time.Duration;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Every upcaster that a payload goes through, in order.
 *
 * @param fromVersion what the payload was written as; 0: JSON, {@link #UNKNOWN}: a schema that is
 *     not registered under its type
 * @param steps empty: none applies
 * @param missing what the registry lacks for the next step, as yet; null: nothing
 */
record UpcastChain(int fromVersion, List<UpcastStep> steps, @Nullable Missing missing) {

  /**
   * A version that an upcaster leads to.
   *
   * @param registry its addresses
   */
  record Missing(String registry, String what) {}

  static final int UNKNOWN = -1;

  boolean isEmpty() {
    return steps.isEmpty() && missing == null;
  }

  /** What it ends with; only for a chain that has steps. */
  RegisteredSchema end() {
    return steps.get(steps.size() - 1).to();
  }

  /**
   * @param payload as it was written: a JsonNode or an Avro datum
   * @throws PayloadMismatchException when an upcaster fails or gives what does not fit
   * @throws RegistryUnavailableException when a version is missing: whoever writes it will register
   *     it, and events must not be lost to the order in which programs start
   */
  GenericRecord raise(Object payload) {
    if (missing != null) {
      throw new RegistryUnavailableException(
          missing.registry(), Duration.ZERO, missing.what(), null);
    }
    UpcastStep first = steps.get(0);
    GenericRecord raised = first.apply(payload);
    for (UpcastStep step : steps.subList(1, steps.size())) {
      raised = step.apply(raised);
    }
    return raised;
  }
}
