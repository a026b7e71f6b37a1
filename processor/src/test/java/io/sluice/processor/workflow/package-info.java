@NullMarked
package io.sluice.processor.workflow;

import org.jspecify.annotations.NullMarked;
