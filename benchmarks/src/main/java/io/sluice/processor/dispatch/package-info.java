/** Micro-benchmarks of what only this package can reach; the rest of it is in the processor. */
@NullMarked
package io.sluice.processor.dispatch;

import org.jspecify.annotations.NullMarked;
