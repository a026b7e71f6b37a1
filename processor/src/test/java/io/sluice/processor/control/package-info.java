@NullMarked
package io.sluice.processor.control;

import org.jspecify.annotations.NullMarked;
