/** What operators, and instances among themselves, say to a running pipeline. Knows no Kafka. */
@NullMarked
package io.sluice.processor.control;

import org.jspecify.annotations.NullMarked;
