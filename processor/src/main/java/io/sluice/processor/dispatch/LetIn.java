package io.sluice.processor.dispatch;

/**
 * How an attempt was let in before it was handed to a worker.
 *
 * @param entry the doorkeeper's answer
 * @param atNanos when, on the workers' monotonic clock, ns
 */
public record LetIn(Entry.Run entry, long atNanos) {}
