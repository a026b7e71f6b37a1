package io.sluice.replay.filter;

import io.sluice.replay.letter.OpenLetter;

/** A filter made ready to be asked. Thread-safe; the letter it is asked about is not. */
@FunctionalInterface
interface Check {
  /**
   * @throws io.sluice.schema.RegistryUnavailableException when the content is needed, and the
   *     registry, which gives no answer
   */
  boolean test(OpenLetter letter);
}
