/**
 * Workflows: what follows when a step is settled. A machine over a small store, without Kafka; it
 * tells what is to be done through {@link io.sluice.processor.workflow.Effects}.
 */
@NullMarked
package io.sluice.processor.workflow;

import org.jspecify.annotations.NullMarked;
