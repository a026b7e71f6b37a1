package io.sluice.cli;

/**
 * A follow-up as a reader of committed records sees it.
 *
 * @param event whose follow-up it is
 * @param partition where it lies
 * @param offset where it lies
 */
record Emitted(NumberedEvent event, int partition, long offset) {}
