/** Who runs handlers, and the one crossing between threads. Knows no Kafka. */
@NullMarked
package io.sluice.processor.dispatch;

import org.jspecify.annotations.NullMarked;
