/** The workloads: what is on their topics, who is measured with them, and how. */
@NullMarked
package io.sluice.bench.workload;

import org.jspecify.annotations.NullMarked;
