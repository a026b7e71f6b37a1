/**
 * Publish events from a service: {@link io.sluice.producer.EventPublisher} in production, {@link
 * io.sluice.producer.RecordingPublisher} in tests, both behind {@link
 * io.sluice.producer.Publisher}.
 */
@NullMarked
package io.sluice.producer;

import org.jspecify.annotations.NullMarked;
