@NullMarked
package io.sluice.processor.parked;

import org.jspecify.annotations.NullMarked;
