/** The processes of a benchmark: started, talked with, and ended with the one that started them. */
@NullMarked
package io.sluice.bench.process;

import org.jspecify.annotations.NullMarked;
