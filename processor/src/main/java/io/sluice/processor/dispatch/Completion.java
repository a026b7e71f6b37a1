package io.sluice.processor.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came back of one attempt.
 *
 * @param token what the giver gave with the work
 * @param failure what the handler threw; null when it returned
 * @param ran how long it ran
 * @param <T> the giver's own
 */
public record Completion<T>(T token, @Nullable Throwable failure, Duration ran) {}
