@NullMarked
package io.sluice.processor.policy;

import org.jspecify.annotations.NullMarked;
