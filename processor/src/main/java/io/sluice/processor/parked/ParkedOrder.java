package io.sluice.processor.parked;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.DeliveryHeaders;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What an operator orders for the parked events of one key. Sent as a record without a value to the
 * pipeline's retry topic, with the key, to the partition that the key is parked in: so it reaches
 * the one task that holds them, is carried out exactly once, and waits if nobody runs.
 */
public enum ParkedOrder {
  /** They run, in order, without waiting for the head any longer. */
  RELEASE,
  /** They are dropped, each counted and told as discarded. */
  DISCARD;

  /** The headers of such a record. */
  public Headers headers() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(DeliveryHeaders.ORDER, word().getBytes(UTF_8));
    return headers;
  }

  /** What the headers of a record order; empty for a record that is an event. */
  public static Optional<ParkedOrder> in(Headers headers) {
    var header = headers.lastHeader(DeliveryHeaders.ORDER);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    String word = new String(header.value(), UTF_8);
    for (ParkedOrder order : values()) {
      if (order.word().equals(word)) {
        return Optional.of(order);
      }
    }
    return Optional.empty();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
