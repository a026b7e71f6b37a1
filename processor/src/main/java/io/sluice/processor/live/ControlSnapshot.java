package io.sluice.processor.live;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.processor.control.ControlBook;
import io.sluice.processor.control.ControlFormatException;
import io.sluice.processor.control.ControlState;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the control topic of a pipeline says at one moment, for whoever looks from outside.
 *
 * @param state what holds
 * @param sources the pipeline's sources with their partitions, at its last start
 */
public record ControlSnapshot(ControlState state, Map<String, Integer> sources) {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSnapshot.class);

  /** Written by every pipeline at its start. */
  private static final String SOURCE_PARTITIONS = "source-partitions";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps its own copy. */
  public ControlSnapshot {
    sources = Map.copyOf(sources);
  }

  /**
   * Reads the topic.
   *
   * @param kafka settings of a consumer
   * @throws org.apache.kafka.common.KafkaException when it cannot be read
   */
  public static ControlSnapshot read(Map<String, ?> kafka, String topic) {
    ControlBook book = new ControlBook();
    Map<String, Integer> sources = new HashMap<>();
    try (TopicTail tail = new TopicTail(kafka, topic)) {
      tail.more(
          (key, value) -> {
            try {
              if (key.equals(SOURCE_PARTITIONS) && value != null) {
                sources.putAll(JSON.readValue(value, new TypeReference<Map<String, Integer>>() {}));
              } else {
                book.add(key, value);
              }
            } catch (IOException | ControlFormatException e) {
              LOG.warn("{} of {} cannot be read: {}", key, topic, e.getMessage());
            }
          });
    }
    return new ControlSnapshot(book.state(), sources);
  }
}
