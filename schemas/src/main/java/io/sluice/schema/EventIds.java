package io.sluice.schema;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import org.jspecify.annotations.Nullable;

/** Ids for events and workflows that were given none. Thread-safe. */
public final class EventIds {

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private EventIds() {}

  /** A new UUIDv7 (RFC 9562): unique, and in the order of time. */
  public static String next() {
    return GENERATOR.generate().toString();
  }

  /** The id of a workflow's step that was given none. */
  public static String ofStep(String workflowId, int step) {
    return workflowId + "-" + step;
  }

  /** Number of the step that {@link #ofStep} gives this id; null: of none. */
  static @Nullable Integer stepNumber(String workflowId, String id) {
    int from = workflowId.length() + 1;
    if (id.length() <= from || id.length() > from + 9 || !id.startsWith(workflowId + "-")) {
      return null;
    }
    String digits = id.substring(from);
    boolean number = digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return number && (digits.length() == 1 || digits.charAt(0) != '0')
        ? Integer.valueOf(digits)
        : null;
  }
}
