package io.sluice.replay;

import org.jspecify.annotations.Nullable;

/** Which keys of a pipeline are blocked by an event that waits for its retry. */
@FunctionalInterface
public interface BlockedKeys {
  /** For whoever cannot know. */
  BlockedKeys UNKNOWN = (partition, key) -> null;

  /**
   * @param partition of the retry topic
   * @return the id of the event behind which a later one of this key is parked; null when none is
   */
  @Nullable String headOf(int partition, byte[] key);
}
