package io.sluice.cli;

import io.sluice.processor.parked.ParkedLine;
import io.sluice.replay.BlockedKeys;
import io.sluice.replay.letter.DeadLetterTopic;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** The keys that a pipeline has blocked, as they are now. */
final class ParkedKeys implements BlockedKeys {
  private final Map<Key, String> heads = new HashMap<>();

  private record Key(int partition, ByteBuffer bytes) {}

  private ParkedKeys(Iterable<ParkedLine> lines) {
    lines.forEach(
        line ->
            heads.put(new Key(line.partition(), ByteBuffer.wrap(line.key())), line.head().id()));
  }

  /** Those of the pipeline whose letters these are; unknown where it has never run. */
  static BlockedKeys of(DeadLetterTopic letters, ConnectionOptions connection) {
    String pipeline = letters.pipeline().orElse(null);
    if (pipeline == null) {
      return BlockedKeys.UNKNOWN;
    }
    ParkedTopic parked = ParkedTopic.ofPipeline(pipeline);
    try (Admin admin = connection.connect()) {
      if (!ParkedTopic.all(admin).contains(parked)) {
        return BlockedKeys.UNKNOWN;
      }
    }
    return new ParkedKeys(parked.read(connection));
  }

  @Override
  public @Nullable String headOf(int partition, byte[] key) {
    return heads.get(new Key(partition, ByteBuffer.wrap(key)));
  }
}
