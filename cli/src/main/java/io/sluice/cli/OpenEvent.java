package io.sluice.cli;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that is not settled yet.
 *
 * @param id its id; of a record that is no event topic/partition/offset
 * @param type empty when its envelope cannot be read
 * @param key as {@link KeyText}; null: none
 * @param attempt attempts made so far
 * @param dueAt when its next attempt is due; null: as soon as it may
 * @param since since when it stands so
 * @param where topic/partition/offset of where it was first read
 * @param why in words; null: nothing to say
 */
record OpenEvent(
    EventState state,
    String id,
    String type,
    @Nullable String key,
    int attempt,
    @Nullable Instant dueAt,
    Instant since,
    String where,
    @Nullable String why) {

  OpenEvent because(@Nullable String reason) {
    return new OpenEvent(state, id, type, key, attempt, dueAt, since, where, reason);
  }

  OpenEvent due(Instant at) {
    return new OpenEvent(state, id, type, key, attempt, at, since, where, why);
  }
}
