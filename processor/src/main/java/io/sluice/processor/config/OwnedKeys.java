package io.sluice.processor.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of Kafka and of the registry that Sluice sets itself, because a promise hangs on them.
 */
final class OwnedKeys {
  private static final List<String> PREFIXES =
      List.of(
          "main.consumer.",
          "restore.consumer.",
          "global.consumer.",
          "consumer.",
          "producer.",
          "admin.");
  private static final String ONE_TRANSACTION =
      "the offset, retries, dead letters, emitted events and status of an event commit in one"
          + " transaction";
  private static final String OWN_DEAD_LETTERS =
      "Sluice writes dead letters itself, with the bytes untouched and in the same transaction";
  private static final String BYTES = "Sluice moves bytes; set serde: for the format of events";

  private static final Map<String, String> KAFKA =
      Map.ofEntries(
          Map.entry("processing.guarantee", "set guarantee:"),
          Map.entry("application.id", "it is the pipeline's name; set pipeline:"),
          Map.entry("group.id", "it is the pipeline's name; set pipeline:"),
          Map.entry("enable.auto.commit", "always false: " + ONE_TRANSACTION),
          Map.entry(
              "isolation.level",
              "always read_committed: what an aborted transaction wrote must not be processed"),
          Map.entry("acks", "always all: an acknowledged event must survive the loss of a broker"),
          Map.entry("enable.idempotence", "always true: " + ONE_TRANSACTION),
          Map.entry("transactional.id", "Kafka Streams names its transactions itself"),
          Map.entry(
              "partitioner.class",
              "a duplicate must reach the partition of the first, which is found by its key"),
          Map.entry(
              "partitioner.ignore.keys",
              "a duplicate must reach the partition of the first, which is found by its key"),
          Map.entry(
              "max.task.idle.ms", "always -1: an idle retry topic must not hold up the sources"),
          Map.entry("num.stream.threads", "set threads:"),
          Map.entry("state.dir", "set state_dir:"),
          Map.entry("replication.factor", "set topics.replication_factor:"),
          Map.entry("deserialization.exception.handler", OWN_DEAD_LETTERS),
          Map.entry("default.deserialization.exception.handler", OWN_DEAD_LETTERS),
          Map.entry("processing.exception.handler", OWN_DEAD_LETTERS),
          Map.entry("production.exception.handler", OWN_DEAD_LETTERS),
          Map.entry("default.production.exception.handler", OWN_DEAD_LETTERS),
          Map.entry("errors.dead.letter.queue.topic.name", OWN_DEAD_LETTERS),
          Map.entry("key.serializer", BYTES),
          Map.entry("value.serializer", BYTES),
          Map.entry("key.deserializer", BYTES),
          Map.entry("value.deserializer", BYTES),
          Map.entry("default.key.serde", BYTES),
          Map.entry("default.value.serde", BYTES));

  private OwnedKeys() {}

  /** Why a key of the {@code kafka:} block is refused, with or without a client's prefix. */
  static @Nullable String kafka(String key) {
    for (String prefix : PREFIXES) {
      if (key.startsWith(prefix)) {
        return reason(KAFKA.get(key.substring(prefix.length())));
      }
    }
    return reason(KAFKA.get(key));
  }

  /** Why a key of the {@code schema_registry:} block is refused. */
  static @Nullable String schemaRegistry(String key) {
    return key.equals("sluice.serde") ? reason("set serde:") : null;
  }

  private static @Nullable String reason(@Nullable String why) {
    return why == null ? null : "is set by Sluice and cannot be changed here: " + why;
  }
}
