/**
 * What keeps attempts from beginning: pauses, cancellations, circuit breakers, rate limits. Each is
 * a plain object with the time handed in; {@link io.sluice.processor.guard.Guards} asks them in
 * turn.
 */
@NullMarked
package io.sluice.processor.guard;

import org.jspecify.annotations.NullMarked;
