@NullMarked
package io.sluice.processor;

import org.jspecify.annotations.NullMarked;
