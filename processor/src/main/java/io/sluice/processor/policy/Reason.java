package io.sluice.processor.policy;

import java.util.Locale;

/**
 * Why an event was dead-lettered or discarded, in one word that users see in headers and status.
 */
public enum Reason {
  /** An event of the same id was accepted within the dedupe window. */
  DUPLICATE,
  /** The bytes are no envelope, or no payload, that the pipeline can read. */
  UNDECODABLE,
  /** No handler serves the type. */
  UNHANDLED,
  /** No binding of a router leads the type to a topic. */
  UNROUTABLE,
  /** {@code max_attempts} attempts have failed. */
  ATTEMPTS_EXHAUSTED,
  /** The next attempt would come after the policy's {@code timeout}. */
  TIMEOUT,
  /** The exception is listed in {@code dead_letter_on}. */
  DEAD_LETTER_ON,
  /** The exception is not listed in {@code retry_on}. */
  NOT_RETRYABLE,
  /** What the handler returned is larger than {@code workflows.max_result_bytes}. */
  RESULT_TOO_LARGE,
  /** It is a workflow, which the pipeline's guarantee is too weak for. */
  NO_WORKFLOWS,
  /** The exception is listed in {@code discard_on}. */
  DISCARD_ON,
  /** Its key has as many events parked as it may. */
  PARKED_FULL,
  /** An earlier event of its key is a dead letter, and {@code on_dead_letter: dead-letter}. */
  BEHIND_DEAD_LETTER,
  /** An operator discarded what was parked behind an event. */
  BY_OPERATOR;

  /** The word as it is written into headers and status. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
