/** What a benchmark found, as values, as a table and as files. */
@NullMarked
package io.sluice.bench.report;

import org.jspecify.annotations.NullMarked;
