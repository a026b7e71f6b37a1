/** A pipeline's settings: what {@code pipeline.yaml} says, checked once, as records. */
@NullMarked
package io.sluice.processor.config;

import org.jspecify.annotations.NullMarked;
