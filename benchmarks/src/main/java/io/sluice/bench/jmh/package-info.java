/** Micro-benchmarks of hot inner parts; public and mutable, as JMH needs them. */
@NullMarked
package io.sluice.bench.jmh;

import org.jspecify.annotations.NullMarked;
