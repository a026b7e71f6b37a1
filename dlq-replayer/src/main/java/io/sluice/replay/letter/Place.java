package io.sluice.replay.letter;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where a record lies. Its text is {@code topic/partition/offset}. */
public record Place(String topic, int partition, long offset) {

  public static Place of(ConsumerRecord<?, ?> record) {
    return new Place(record.topic(), record.partition(), record.offset());
  }

  /** The place that the text names; empty when it is not of the form {@code topic/0/123}. */
  public static Optional<Place> parse(String text) {
    int last = text.lastIndexOf('/');
    int middle = last < 1 ? -1 : text.lastIndexOf('/', last - 1);
    if (middle < 1) {
      return Optional.empty();
    }
    try {
      int partition = Integer.parseInt(text.substring(middle + 1, last));
      long offset = Long.parseLong(text.substring(last + 1));
      return partition < 0 || offset < 0
          ? Optional.empty()
          : Optional.of(new Place(text.substring(0, middle), partition, offset));
    } catch (NumberFormatException notAPlace) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return topic + "/" + partition + "/" + offset;
  }
}
