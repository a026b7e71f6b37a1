/** Decisions as values: pure, without Kafka, threads or clocks. */
@NullMarked
package io.sluice.processor.policy;

import org.jspecify.annotations.NullMarked;
