/**
 * A running pipeline's ties to its operators and to its other instances: it follows the control
 * topic, writes to it, and tells of itself. Clients of its own, beside Kafka Streams'.
 */
@NullMarked
package io.sluice.processor.live;

import org.jspecify.annotations.NullMarked;
