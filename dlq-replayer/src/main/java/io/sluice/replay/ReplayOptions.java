package io.sluice.replay;

import io.sluice.replay.filter.LetterFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Replay} is to do.
 *
 * @param filter which letters
 * @param limit the most letters to move, at least 1; null: all
 * @param rate how fast; null: as fast as Kafka takes them
 * @param target where to
 * @param maxReplays a letter that has come back so often already goes to the parking topic instead;
 *     at least 1
 * @param force also letters whose event has succeeded since, and those whose payload the current
 *     schema of their type cannot read
 * @param changes what happens to the bytes on the way
 * @param dryRun read and report only; writes nothing, neither records nor offsets nor topics
 * @param operator who does it
 */
public record ReplayOptions(
    LetterFilter filter,
    @Nullable Long limit,
    @Nullable Rate rate,
    ReplayTarget target,
    int maxReplays,
    boolean force,
    Changes changes,
    boolean dryRun,
    Operator operator) {

  /** How often an event may come back by default. */
  public static final int MAX_REPLAYS = 3;

  /**
   * What happens to the bytes on the way.
   *
   * @param upcast raise payloads that the current schema cannot read, by the registered upcasters
   * @param edit of the one letter that is chosen; null: none
   */
  public record Changes(boolean upcast, @Nullable LetterEdit edit) {
    /** The bytes stay as they are. */
    public static final Changes NONE = new Changes(false, null);
  }

  public ReplayOptions {
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException("limit " + limit + ": must be at least 1");
    }
    if (maxReplays < 1) {
      throw new IllegalArgumentException("max replays " + maxReplays + ": must be at least 1");
    }
  }

  /** Every letter, to where it failed, at full speed. */
  public static ReplayOptions everything(Operator operator) {
    return new ReplayOptions(
        LetterFilter.all(),
        null,
        null,
        ReplayTarget.toHandler(),
        MAX_REPLAYS,
        false,
        Changes.NONE,
        false,
        operator);
  }

  /** Every letter, to where it failed, at full speed. */
  public static ReplayOptions everything(String by) {
    return everything(Operator.named(by));
  }

  public ReplayOptions withFilter(LetterFilter chosen) {
    return new ReplayOptions(
        chosen, limit, rate, target, maxReplays, force, changes, dryRun, operator);
  }

  public ReplayOptions withLimit(@Nullable Long most) {
    return new ReplayOptions(
        filter, most, rate, target, maxReplays, force, changes, dryRun, operator);
  }

  public ReplayOptions withRate(@Nullable Rate wanted) {
    return new ReplayOptions(
        filter, limit, wanted, target, maxReplays, force, changes, dryRun, operator);
  }

  public ReplayOptions withTarget(ReplayTarget where) {
    return new ReplayOptions(
        filter, limit, rate, where, maxReplays, force, changes, dryRun, operator);
  }

  public ReplayOptions withMaxReplays(int most) {
    return new ReplayOptions(filter, limit, rate, target, most, force, changes, dryRun, operator);
  }

  public ReplayOptions withForce(boolean forced) {
    return new ReplayOptions(
        filter, limit, rate, target, maxReplays, forced, changes, dryRun, operator);
  }

  public ReplayOptions withChanges(Changes wanted) {
    return new ReplayOptions(
        filter, limit, rate, target, maxReplays, force, wanted, dryRun, operator);
  }

  public ReplayOptions withDryRun(boolean rehearse) {
    return new ReplayOptions(
        filter, limit, rate, target, maxReplays, force, changes, rehearse, operator);
  }
}
