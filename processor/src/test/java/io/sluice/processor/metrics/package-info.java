@NullMarked
package io.sluice.processor.metrics;

import org.jspecify.annotations.NullMarked;
