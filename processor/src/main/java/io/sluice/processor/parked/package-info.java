/**
 * How parked events are kept: the entries of the parked store as bytes, which the changelog topic
 * {@code <pipeline>-parked-changelog} holds too, and the words of an operator about them.
 */
@NullMarked
package io.sluice.processor.parked;

import org.jspecify.annotations.NullMarked;
