package io.sluice.processor.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way out, with its address. Kafka Streams' sinks see key and value only, so the
 * address travels with the value and the classes below read it there.
 *
 * @param topic where to
 * @param partition which partition; null: by the key, as a producer does
 * @param key the record's key
 * @param value the record's value
 */
record Outbound(
    String topic, @Nullable Integer partition, byte @Nullable [] key, byte @Nullable [] value) {

  /** Writes the value bytes. */
  static final class ValueSerializer implements Serializer<Outbound> {
    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Outbound outbound) {
      return outbound == null ? null : outbound.value();
    }
  }

  /** Sends to the topic in the address. */
  static final class ToItsTopic implements TopicNameExtractor<byte[], Outbound> {
    @Override
    public String extract(byte[] key, Outbound outbound, RecordContext context) {
      return outbound.topic();
    }

    /** Shown where the topology is described. */
    @Override
    public String toString() {
      return "to its topic";
    }
  }

  /** Sends to the partition in the address. */
  static final class ToItsPartition implements StreamPartitioner<byte[], Outbound> {
    @Override
    public Optional<Set<Integer>> partitions(
        String topic, byte[] key, Outbound outbound, int count) {
      Integer partition = outbound.partition();
      return partition == null ? Optional.empty() : Optional.of(Set.of(partition));
    }
  }
}
