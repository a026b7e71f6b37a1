package io.sluice.schema;

import java.time.Instant;

/**
 * What an {@link EventDraft} leaves open.
 *
 * @param topic where the event goes; names the envelope's subject
 * @param defaultSource the source of drafts that name none
 * @param now the time of drafts that give none, and what their delays and expiries count from
 */
public record EncodeContext(String topic, String defaultSource, Instant now) {}
