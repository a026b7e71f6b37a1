package io.sluice.cli.demo;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a plan only once it is sent.
 *
 * @param garbageIds where the undecodable records landed, {@code topic/partition/offset}: the ids
 *     by which their dead letters are found
 * @param dueAt before when the delayed events must not run, by event id
 */
record SentRecords(Set<String> garbageIds, Map<String, Instant> dueAt) {
  SentRecords {
    garbageIds = Set.copyOf(garbageIds);
    dueAt = Map.copyOf(dueAt);
  }
}
