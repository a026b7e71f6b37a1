package io.sluice.processor.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a running instance of a pipeline tells of itself, every {@link #EVERY_MS}. A value.
 *
 * @param name of the instance, for as long as it runs: {@code host:pid:random}
 * @param version of Sluice; "unknown" when it does not run from a jar
 * @param startedAtMs when it was started, ms since the epoch
 * @param atMs when it told this, ms since the epoch
 * @param state of its stream threads, in Kafka Streams' words
 * @param handlers the patterns of types that it has handlers for; of two that match a type equally
 *     well, the first serves it
 * @param partitions that it reads now, as {@code topic-partition}
 * @param load what it has in hand
 * @param types settled events by type
 * @param limits what is not as configured, or keeps attempts from beginning
 */
public record InstanceReport(
    String name,
    String version,
    String host,
    long pid,
    long startedAtMs,
    long atMs,
    String state,
    List<String> handlers,
    List<String> partitions,
    Load load,
    Map<String, TypeReport> types,
    Limits limits) {
  /** How often an instance tells of itself, ms. */
  public static final long EVERY_MS = 2_000;

  /** An instance that has told nothing for so long is lost, ms. */
  public static final long LOST_AFTER_MS = 10_000;

  /**
   * What an instance has in hand.
   *
   * @param inFlightEvents with handlers, or waiting for one
   * @param inFlightBytes their keys and values
   * @param delayed wait for their time or next attempt
   * @param parked wait behind an earlier one of their key
   * @param held may not run now; null: it does not count them
   * @param runningCount attempts that run now
   * @param running some of those, the longest first
   */
  public record Load(
      long inFlightEvents,
      long inFlightBytes,
      long delayed,
      long parked,
      @Nullable Long held,
      int runningCount,
      List<RunningAttempt> running) {}

  /**
   * An attempt that runs.
   *
   * @param handler its handler's pattern of types
   * @param key its event's key; null: none
   * @param ranMs for how long it has been running
   */
  public record RunningAttempt(
      String handler, String type, String id, @Nullable String key, long ranMs) {}

  /**
   * The events of one type.
   *
   * @param settled since the instance was started, by outcome; retry: attempts to be repeated
   * @param perSecond settled, over the time since the report before
   */
  public record TypeReport(Map<String, Long> settled, double perSecond) {}

  /**
   * What is not as configured, or keeps attempts from beginning.
   *
   * @param paused types, or patterns of handlers
   * @param rates in force, by pattern of handler: {@code 100/s}
   * @param concurrency said live, by pattern of handler
   * @param breakers that are not closed
   * @param dependencies of which a rate or a breaker is configured
   */
  public record Limits(
      List<String> paused,
      Map<String, String> rates,
      Map<String, Integer> concurrency,
      List<BreakerReport> breakers,
      @Nullable List<DependencyReport> dependencies) {}

  /**
   * What handlers depend on.
   *
   * @param name by which handlers name it
   * @param rate of all their attempts together: {@code 100/s}; null: none
   * @param handlers the patterns of those that do
   */
  public record DependencyReport(String name, @Nullable String rate, List<String> handlers) {}

  /**
   * A circuit breaker.
   *
   * @param name a dependency's, or the pattern of a handler
   * @param state open, half_open, closed
   * @param untilMs when an open one is tried next, ms since the epoch; null: not known
   */
  public record BreakerReport(String name, String state, @Nullable Long untilMs) {}

  /** True if it has told nothing for too long: killed, or cut off from the broker. */
  public boolean isLost(long nowMs) {
    return nowMs - atMs > LOST_AFTER_MS;
  }
}
