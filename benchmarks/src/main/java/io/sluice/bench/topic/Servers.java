package io.sluice.bench.topic;

/**
 * Where the servers of a benchmark listen.
 *
 * @param bootstrapServers the broker
 * @param registryUrl the schema registry
 */
public record Servers(String bootstrapServers, String registryUrl) {}
