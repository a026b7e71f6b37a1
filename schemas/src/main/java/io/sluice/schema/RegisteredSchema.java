package io.sluice.schema;

import org.apache.avro.Schema;

/**
 * A schema as the registry holds it.
 *
 * @param id what stands in the bytes; unique in the registry
 * @param version counted from 1 within the subject
 */
public record RegisteredSchema(int id, int version, String subject, Schema schema) {}
