package io.sluice.replay;

/**
 * A letter that is to be dealt with, as little of it as must be remembered: there may be millions.
 *
 * @param partition where it lies
 * @param offset where it lies
 * @param idHash of the event's id
 * @param deadAtMs when it was given up, ms since the epoch
 * @param line of which letters it must keep the order: those of its key from its origin partition;
 *     0: of none
 * @param originOffset its place in that order
 */
record Chosen(
    int partition, long offset, long idHash, long deadAtMs, long line, long originOffset) {}
