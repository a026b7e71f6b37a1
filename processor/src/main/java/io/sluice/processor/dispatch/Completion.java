package io.sluice.processor.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came back of one attempt.
 *
 * @param token what the giver gave with the work
 * @param kind how it ended
 * @param failure what the handler threw, or why the payload cannot be decoded; null otherwise
 * @param refused why it was not let in; null: it was
 * @param startedAtMs when it began, ms since the epoch
 * @param ran how long it ran
 * @param <T> the giver's own
 */
public record Completion<T>(
    T token,
    Kind kind,
    @Nullable Throwable failure,
    @Nullable Entry refused,
    long startedAtMs,
    Duration ran) {

  /** How an attempt ended. */
  public enum Kind {
    /** The handler returned. */
    SUCCEEDED,
    /** The handler threw, or ran too long. */
    FAILED,
    /** The payload can never be decoded; the handler has not run. */
    UNDECODABLE,
    /** Its time was over before a worker was free; the handler has not run. */
    EXPIRED,
    /** It was not let in, and waits; the handler has not run. */
    HELD,
    /** Its event was withdrawn, before or while the handler ran. */
    CANCELLED
  }

  /** True if the handler has run. */
  public boolean hasRun() {
    return kind == Kind.SUCCEEDED || kind == Kind.FAILED;
  }

  /** True if later work of the same lane may go on by itself. */
  boolean isClean() {
    return kind == Kind.SUCCEEDED;
  }
}
