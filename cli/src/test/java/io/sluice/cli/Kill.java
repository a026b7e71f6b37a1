package io.sluice.cli;

import java.util.Set;

/**
 * The end of a process.
 *
 * @param process which one
 * @param settledBefore events whose follow-up could be read before the kill: surely settled, and so
 *     not in flight at it; events settled in the last moment may be missing here
 */
record Kill(long process, Set<NumberedEvent> settledBefore) {}
