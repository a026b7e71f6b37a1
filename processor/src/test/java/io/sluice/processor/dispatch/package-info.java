@NullMarked
package io.sluice.processor.dispatch;

import org.jspecify.annotations.NullMarked;
