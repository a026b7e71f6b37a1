package io.sluice.schema;

/**
 * An event as it goes into a Kafka record.
 *
 * @param key UTF-8 of the business key, or of the id when no key was given, so that duplicates of
 *     an event always reach the same partition
 * @param value the envelope in the Confluent wire format
 * @param timestampMs the event's own time, ms since the epoch, for the record's timestamp
 */
@SuppressWarnings("ArrayRecordComponent") // Handed straight to Kafka, never compared.
public record EncodedEvent(String id, String type, byte[] key, byte[] value, long timestampMs) {}
