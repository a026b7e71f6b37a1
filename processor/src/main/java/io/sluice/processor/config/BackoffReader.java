package io.sluice.processor.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code backoff:}. What it does not say it has from the policy before it, but a list of
 * waits takes neither delay nor cap from growing ones, nor the other way round: nobody who writes
 * {@code delays: [1m, 1h]} means that an inherited cap of ten minutes cuts the hour.
 */
final class BackoffReader {
  static final List<String> KEYS = List.of("delay", "multiplier", "delays", "max_delay", "jitter");

  /** As in M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015. */
  private static final Map<String, Double> JITTERS = Map.of("none", 0.0, "equal", 0.5, "full", 1.0);

  private static final String EITHER =
      "is every wait already; leave out delay and multiplier, or delays";

  private final Section section;
  private final BackoffConfig before;

  BackoffReader(Section section, BackoffConfig before) {
    this.section = section;
    this.before = before;
  }

  BackoffConfig read() {
    BackoffConfig.Waits waits = waits();
    return section
        .made(
            () ->
                new BackoffConfig(
                    waits,
                    section.duration("max_delay", capOf(waits)),
                    section.jitter("jitter", JITTERS, before.jitter())))
        .orElse(before);
  }

  private BackoffConfig.Waits waits() {
    boolean grows = section.has("delay") || section.has("multiplier");
    if (section.has("delays")) {
      if (grows) {
        section.refuse("delays", EITHER);
      }
      return listed();
    }
    return grows ? growing() : before.waits();
  }

  private BackoffConfig.Waits listed() {
    return section
        .<BackoffConfig.Waits>made(
            () -> new BackoffConfig.Listed(section.durations("delays", List.of())))
        .orElse(before.waits());
  }

  private BackoffConfig.Waits growing() {
    BackoffConfig.Exponential from =
        before.waits() instanceof BackoffConfig.Exponential inherited
            ? inherited
            : BackoffConfig.Exponential.DEFAULT;
    return section
        .made(
            () ->
                new BackoffConfig.Exponential(
                    section.duration("delay", from.delay()),
                    section.decimal("multiplier", from.multiplier())))
        .orElse(from);
  }

  private Duration capOf(BackoffConfig.Waits waits) {
    if (waits.equals(before.waits())) {
      return before.maxDelay();
    }
    if (waits instanceof BackoffConfig.Listed listed) {
      return listed.longest();
    }
    return before.waits() instanceof BackoffConfig.Listed
        ? BackoffConfig.defaults().maxDelay()
        : before.maxDelay();
  }
}
