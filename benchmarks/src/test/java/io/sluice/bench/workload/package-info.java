@NullMarked
package io.sluice.bench.workload;

import org.jspecify.annotations.NullMarked;
