package io.sluice.cli;

import io.sluice.processor.control.InstanceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an event runs, as the instances tell. */
final class RunningWhere {
  private RunningWhere() {}

  /** In words; null when no instance tells. */
  static @Nullable String of(List<InstanceReport> reports, String id, Instant now) {
    for (InstanceReport report : reports) {
      for (InstanceReport.RunningAttempt attempt : report.load().running()) {
        if (attempt.id().equals(id)) {
          Instant began = now.minus(Duration.ofMillis(attempt.ranMs()));
          String lost = report.isLost(now.toEpochMilli()) ? ", which is lost" : "";
          return "for " + PlainText.age(began, now) + " on " + report.name() + lost;
        }
      }
    }
    return null;
  }
}
