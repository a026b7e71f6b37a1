@NullMarked
package io.sluice.bench.measure;

import org.jspecify.annotations.NullMarked;
