package io.sluice.processor.control;

import io.sluice.schema.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * One thing that holds for a running pipeline until it is taken back: a record of its control
 * topic. A value.
 */
public sealed interface ControlRecord {
  /** What it is about: with the kind, the record's key. */
  String subject();

  /** Who said it, when, and why. */
  Mandate mandate();

  /**
   * Who said it, when, and why.
   *
   * @param by a person as {@code user@host}, or an instance of the pipeline
   * @param atMs when, ms since the epoch
   * @param reason in words; null: none was given
   */
  record Mandate(String by, long atMs, @Nullable String reason) {}

  /**
   * No attempt of a type begins.
   *
   * @param subject the type, or the pattern of a handler
   * @param fingerprint of the failures that were all alike; null: it was an operator's wish
   */
  record Pause(String subject, Mandate mandate, @Nullable String fingerprint)
      implements ControlRecord {}

  /**
   * Another rate than the configured one.
   *
   * @param subject the pattern of a handler
   * @param limit for all instances together
   */
  record Rate(String subject, Mandate mandate, RateLimit limit) implements ControlRecord {}

  /**
   * Another number of attempts at once than the configured one.
   *
   * @param subject the pattern of a handler
   * @param attempts in each instance; at least 1
   */
  record Concurrency(String subject, Mandate mandate, int attempts) implements ControlRecord {}

  /**
   * An event is withdrawn.
   *
   * @param subject its id, or that of a workflow, all of whose steps are withdrawn
   * @param untilMs when this may be forgotten, ms since the epoch
   */
  record Cancel(String subject, Mandate mandate, long untilMs) implements ControlRecord {}

  /**
   * What an instance's circuit breaker has come to; the others follow.
   *
   * @param subject the breaker's name: a dependency's, or the pattern of a handler
   * @param open true: open; false: closed again
   * @param untilMs until when it stays open before attempts are tried, ms since the epoch
   */
  record Breaker(String subject, Mandate mandate, boolean open, long untilMs)
      implements ControlRecord {}
}
