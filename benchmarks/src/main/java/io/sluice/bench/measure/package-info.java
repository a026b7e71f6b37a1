/** What runs in a contestant's own process: starting it, giving it work, measuring. */
@NullMarked
package io.sluice.bench.measure;

import org.jspecify.annotations.NullMarked;
