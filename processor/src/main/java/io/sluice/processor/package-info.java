/**
 * The door: {@link io.sluice.processor.Pipeline} runs what {@code pipeline.yaml} and the handlers
 * say.
 */
@NullMarked
package io.sluice.processor;

import org.jspecify.annotations.NullMarked;
