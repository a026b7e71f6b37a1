package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterDialect;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.Place;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventIds;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Dead letters for tests. */
public final class Letters {
  public static final DeadLetterTopic TOPIC = DeadLetterTopic.ofPipeline("shop");
  public static final long DEAD_AT = 1_700_000_000_000L;

  private Letters() {}

  /** A codec on a registry of its own, in memory. */
  public static EventCodec codec() {
    return EventCodec.create(Map.of("schema.registry.url", "mock://" + EventIds.next()));
  }

  /** The headers that the pipeline shop writes when it gives up an event from shop.events. */
  public static Headers headers(String id, String type, int partition, String errorClass) {
    Headers headers = new RecordHeaders();
    headers.add("user", new byte[] {0, (byte) 0xff});
    DeliveryHeaders.writeDeadLetter(
        headers,
        new DeliveryState(
            5,
            null,
            new Origin("shop.events", partition, 77, DEAD_AT - 60_000),
            DEAD_AT - 50_000,
            new LastError(errorClass, "no answer", "at shop.Mail.send(Mail.java:7)"),
            0),
        new DeadLetterInfo("shop", "attempts_exhausted", id, type, DEAD_AT));
    return headers;
  }

  public static ConsumerRecord<byte[], byte[]> record(
      Place place, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    return new ConsumerRecord<>(
        place.topic(),
        place.partition(),
        place.offset(),
        DEAD_AT,
        TimestampType.CREATE_TIME,
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  public static DeadLetter letter(String id, String type, String errorClass) {
    return DeadLetterDialect.read(
        record(
            new Place(TOPIC.name(), 1, 5),
            "usr_1".getBytes(UTF_8),
            id.getBytes(UTF_8),
            headers(id, type, 1, errorClass)));
  }

  public static DeadLetter foreign(Headers headers) {
    return DeadLetterDialect.read(
        record(new Place("orders.DLT", 0, 9), null, "x".getBytes(UTF_8), headers));
  }
}
