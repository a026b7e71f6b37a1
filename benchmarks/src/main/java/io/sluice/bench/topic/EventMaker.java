package io.sluice.bench.topic;

import io.sluice.bench.avro.BenchPayload;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes the events of a benchmark: Avro envelopes with a payload of 300 bytes. Thread-safe. */
public final class EventMaker implements AutoCloseable {
  public static final String TYPE = "bench.event";

  private static final String SOURCE = "bench";

  /** With its length, the sequence and the five bytes of the wire format: 300 bytes of payload. */
  private static final int BODY = 290;

  /** Text that no compression makes much of; each event carries another piece of it. */
  private static final String FILLER = filler();

  private final EventCodec codec;
  private final Clock clock;

  public EventMaker(String registryUrl, Clock clock) {
    this.codec = EventCodec.create(Map.of("schema.registry.url", registryUrl));
    this.clock = clock;
  }

  /** An event that may run at once. */
  public EncodedEvent make(String topic, long sequence, @Nullable String key) {
    return encode(topic, draft(sequence, key));
  }

  /** An event that is not to run before its time. */
  public EncodedEvent delayed(String topic, long sequence, Instant notBefore) {
    return encode(topic, draft(sequence, null).at(notBefore));
  }

  /** What a handler emits for an event. */
  public static EventDraft emitted(long sequence) {
    return EventDraft.of(TYPE, payload(sequence)).id(EventId.ofEmitted(sequence));
  }

  public static BenchPayload payload(long sequence) {
    int from = (int) (sequence % (FILLER.length() - BODY));
    return new BenchPayload(sequence, FILLER.substring(from, from + BODY));
  }

  @Override
  public void close() {
    codec.close();
  }

  private static EventDraft draft(long sequence, @Nullable String key) {
    EventDraft draft = EventDraft.of(TYPE, payload(sequence)).id(EventId.of(sequence));
    return key == null ? draft : draft.key(key);
  }

  private EncodedEvent encode(String topic, EventDraft draft) {
    return codec.encode(draft, new EncodeContext(topic, SOURCE, clock.instant()));
  }

  private static String filler() {
    Random random = new Random(17);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      text.append((char) ('!' + random.nextInt(90)));
    }
    return text.toString();
  }
}
