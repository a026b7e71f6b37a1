package io.sluice.bench.measure;

/**
 * What this process held at a moment.
 *
 * @param liveBytes in the old generation after its last collection
 * @param heapBytes used in all, garbage included
 * @param rssBytes of the process; 0 where the system does not tell
 * @param handled events until then
 */
record MemorySample(long liveBytes, long heapBytes, long rssBytes, long handled) {}
