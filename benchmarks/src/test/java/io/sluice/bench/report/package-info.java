@NullMarked
package io.sluice.bench.report;

import org.jspecify.annotations.NullMarked;
