@NullMarked
package io.sluice.processor.topology;

import org.jspecify.annotations.NullMarked;
