package io.sluice.schema;

import java.util.List;

/**
 * A workflow as it goes into Kafka records: all of them in one transaction, in order, or, where
 * there is one only, without.
 *
 * @param key UTF-8 of the id; the key of each record
 * @param values a part of the definition each, in the Confluent wire format; well below the size
 *     that brokers take by default, unless a single step is larger
 * @param steps how many events the workflow is
 * @param timestampMs the time of the records, ms since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // Handed straight to Kafka, never compared.
public record EncodedWorkflow(
    String id, byte[] key, List<byte[]> values, int steps, long timestampMs) {}
