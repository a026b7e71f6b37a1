/**
 * The flow: source topics and retry topic → decode → deduplicate → gate → dispatch → settle →
 * emitted events, retry topic, dead letters, status. Each stage is a Kafka Streams processor that
 * knows the others by name only; {@link io.sluice.processor.topology.PipelineTopology} wires them.
 */
@NullMarked
package io.sluice.processor.topology;

import org.jspecify.annotations.NullMarked;
