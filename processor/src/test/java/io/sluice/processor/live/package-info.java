@NullMarked
package io.sluice.processor.live;

import org.jspecify.annotations.NullMarked;
