/** In the package of what it measures, which is not public. */
@NullMarked
package io.sluice.processor.routing;

import org.jspecify.annotations.NullMarked;
