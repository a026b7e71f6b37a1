package io.sluice.processor.parked;

import java.util.Comparator;

/**
 * One key that is blocked, as an operator sees it.
 *
 * @param partition in which it is parked; an order about it goes to the same one of the retry topic
 * @param key the record key, bytes; not to be changed
 * @param head behind what it is blocked
 * @param depth how many events are parked
 */
public record ParkedLine(int partition, byte[] key, Blocked head, long depth) {
  /** The longest line first; of those that are as long, the one that has waited longest. */
  public static final Comparator<ParkedLine> WORST_FIRST =
      Comparator.comparingLong(ParkedLine::depth)
          .reversed()
          .thenComparingLong(line -> line.head().sinceMs());
}
