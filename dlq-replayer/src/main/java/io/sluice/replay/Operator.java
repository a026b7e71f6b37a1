package io.sluice.replay;

import org.jspecify.annotations.Nullable;

/**
 * Who does something to dead letters, for the audit.
 *
 * @param by user and host, or what stands for them
 * @param command as it was given; empty when there was none
 * @param reason why, in the operator's words; null when none was given
 */
public record Operator(String by, String command, @Nullable String reason) {

  /** One who gave no command and no reason. */
  public static Operator named(String by) {
    return new Operator(by, "", null);
  }
}
