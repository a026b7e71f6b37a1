/**
 * {@code sluice bench}: whole-pipeline benchmarks, each contestant in a process of its own, and the
 * inner parts by JMH. {@link io.sluice.bench.workload.Workloads} is the map: start reading there.
 */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
