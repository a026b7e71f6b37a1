/** What the demo adds around the real handlers: planned failures, and a count of effects. */
@NullMarked
package io.sluice.examples.demo;

import org.jspecify.annotations.NullMarked;
