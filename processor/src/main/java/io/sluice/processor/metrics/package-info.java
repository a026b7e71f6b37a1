/** Counters and timers in the design's words, and their Micrometer names. */
@NullMarked
package io.sluice.processor.metrics;

import org.jspecify.annotations.NullMarked;
