package io.sluice.replay;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Replay} is to do.
 *
 * @param filter which letters
 * @param limit the most letters to move, at least 1; null: all
 * @param rate how fast; null: as fast as Kafka takes them
 * @param toTopic where to; null: the retry topic of the pipeline that gave them up
 * @param dryRun read and report only; writes nothing, neither records nor offsets nor topics
 * @param by who does it, for the header {@code sluice-replayed-by}
 */
public record ReplayOptions(
    ReplayFilter filter,
    @Nullable Long limit,
    @Nullable Rate rate,
    @Nullable String toTopic,
    boolean dryRun,
    String by) {

  public ReplayOptions {
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException("limit " + limit + ": must be at least 1");
    }
  }

  /** Every letter, to where it failed, at full speed. */
  public static ReplayOptions everything(String by) {
    return new ReplayOptions(ReplayFilter.all(), null, null, null, false, by);
  }

  public ReplayOptions withFilter(ReplayFilter chosen) {
    return new ReplayOptions(chosen, limit, rate, toTopic, dryRun, by);
  }

  public ReplayOptions withLimit(@Nullable Long most) {
    return new ReplayOptions(filter, most, rate, toTopic, dryRun, by);
  }

  public ReplayOptions withRate(@Nullable Rate wanted) {
    return new ReplayOptions(filter, limit, wanted, toTopic, dryRun, by);
  }

  public ReplayOptions withToTopic(@Nullable String topic) {
    return new ReplayOptions(filter, limit, rate, topic, dryRun, by);
  }

  public ReplayOptions withDryRun(boolean rehearse) {
    return new ReplayOptions(filter, limit, rate, toTopic, rehearse, by);
  }
}
