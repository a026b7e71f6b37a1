package io.sluice.replay;

import io.sluice.schema.avro.AuditRecord;
import io.sluice.schema.avro.AuditedLetter;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run, as the audit has it.
 *
 * @param action what was asked for: replay, discard, import, purge
 * @param reason why; null when none was given
 * @param filter which letters were asked for; empty: all
 * @param plan id of the plan that was carried out; null: none
 * @param began time of its first record
 * @param last time of its last record
 * @param fates letters by what became of them
 * @param ended complete, limit, stopped; null: it was broken off, or is under way
 * @param note anything else; null: nothing
 */
public record AuditedRun(
    String id,
    String action,
    String by,
    String command,
    @Nullable String reason,
    String filter,
    @Nullable String plan,
    String topic,
    Instant began,
    Instant last,
    Map<String, Long> fates,
    @Nullable String ended,
    @Nullable String note) {

  /** Letters that it dealt with. */
  public long letters() {
    return fates.values().stream().mapToLong(Long::longValue).sum();
  }

  static AuditedRun of(AuditRecord first) {
    return new AuditedRun(
            first.getRun(),
            first.getAction(),
            first.getBy(),
            first.getCommand(),
            first.getReason(),
            first.getFilter(),
            first.getPlan(),
            first.getTopic(),
            first.getAt(),
            first.getAt(),
            Map.of(),
            null,
            null)
        .with(first);
  }

  /** The run with one more of its records. */
  AuditedRun with(AuditRecord next) {
    Map<String, Long> sum = new TreeMap<>(fates);
    for (AuditedLetter letter : next.getLetters()) {
      sum.merge(letter.getFate(), 1L, Long::sum);
    }
    return new AuditedRun(
        id,
        action,
        by,
        command,
        reason,
        filter,
        plan,
        topic,
        began,
        next.getAt(),
        sum,
        next.getEnded() == null ? ended : next.getEnded(),
        next.getNote() == null ? note : next.getNote());
  }
}
