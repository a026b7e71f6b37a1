/** The topics that a pipeline reads and those it makes: checked, created, measured. */
@NullMarked
package io.sluice.processor.topics;

import org.jspecify.annotations.NullMarked;
