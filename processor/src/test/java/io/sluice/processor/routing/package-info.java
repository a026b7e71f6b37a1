@NullMarked
package io.sluice.processor.routing;

import org.jspecify.annotations.NullMarked;
