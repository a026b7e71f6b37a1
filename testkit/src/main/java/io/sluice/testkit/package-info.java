/**
 * Runs a pipeline without a broker and with a clock that the test moves: days of retries, delays
 * and expiries in milliseconds.
 */
@NullMarked
package io.sluice.testkit;

import org.jspecify.annotations.NullMarked;
