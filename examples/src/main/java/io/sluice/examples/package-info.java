/** Five real handlers, each in one file, and the pipeline that runs them. */
@NullMarked
package io.sluice.examples;

import org.jspecify.annotations.NullMarked;
