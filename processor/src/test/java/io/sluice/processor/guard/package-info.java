@NullMarked
package io.sluice.processor.guard;

import org.jspecify.annotations.NullMarked;
