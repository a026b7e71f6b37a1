/** What lies on the topics of a benchmark, how it gets there, and how it is counted. */
@NullMarked
package io.sluice.bench.topic;

import org.jspecify.annotations.NullMarked;
