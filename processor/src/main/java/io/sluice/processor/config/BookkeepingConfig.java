package io.sluice.processor.config;

import io.sluice.schema.LastError;
import java.util.List;

/**
 * What a pipeline remembers of its events.
 *
 * @param dedupe how duplicates are told
 * @param status is every outcome told on the status topic?
 * @param stackTraceBytes how much of an error's stack trace is kept, bytes; 0: none
 */
public record BookkeepingConfig(DedupeConfig dedupe, boolean status, long stackTraceBytes) {
  /** A dead letter has the trace twice, and must still fit into its topic. */
  private static final long MOST_OF_A_STACK_TRACE = 65_536;

  /** Refuses more of a stack trace than a record should carry. */
  public BookkeepingConfig {
    new Checks()
        .require(
            stackTraceBytes >= 0 && stackTraceBytes <= MOST_OF_A_STACK_TRACE,
            List.of("retry", "stack_trace_bytes"),
            "must be between 0 and " + MOST_OF_A_STACK_TRACE + ", found " + stackTraceBytes)
        .done();
  }

  /** Duplicates are told for 24 hours, every outcome is, and 2 KiB of a stack trace are kept. */
  public static BookkeepingConfig defaults() {
    return new BookkeepingConfig(
        DedupeConfig.defaults(), true, LastError.DEFAULT_STACK_TRACE_BYTES);
  }

  /** The same with another way to tell duplicates. */
  public BookkeepingConfig withDedupe(DedupeConfig other) {
    return new BookkeepingConfig(other, status, stackTraceBytes);
  }

  /** The same with or without the status topic. */
  public BookkeepingConfig withStatus(boolean told) {
    return new BookkeepingConfig(dedupe, told, stackTraceBytes);
  }

  /** The same with more or less of a stack trace. */
  public BookkeepingConfig withStackTraceBytes(long bytes) {
    return new BookkeepingConfig(dedupe, status, bytes);
  }
}
