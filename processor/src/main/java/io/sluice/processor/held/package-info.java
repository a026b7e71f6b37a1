/** How events that may not run now are kept; read by the command line too. */
@NullMarked
package io.sluice.processor.held;

import org.jspecify.annotations.NullMarked;
