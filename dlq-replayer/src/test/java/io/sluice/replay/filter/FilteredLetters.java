package io.sluice.replay.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.Letters;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterDialect;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.replay.letter.Place;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.InMemorySchemaRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/** Letters that filters are tried on. */
final class FilteredLetters {
  static final Instant DEAD_AT = Instant.ofEpochMilli(Letters.DEAD_AT);

  private static final EventCodec CODEC = EventCodec.create(Map.of(), new InMemorySchemaRegistry());

  private FilteredLetters() {}

  /**
   * At shop.dlq/1/5, dead of a shop.Mail$TimeoutException after 5 attempts, with an event in it.
   */
  static OpenLetter payment() {
    Headers headers = Letters.headers("e1", "payment.charge", 1, "shop.Mail$TimeoutException");
    headers.add("region", "eu".getBytes(UTF_8));
    headers.add("tries", "10".getBytes(UTF_8));
    headers.add("x y", "z".getBytes(UTF_8));
    headers.add("empty", null);
    EventDraft draft =
        EventDraft.of(
                "payment.charge",
                Map.of(
                    "amount",
                    120.5,
                    "currency",
                    "EUR",
                    "express",
                    true,
                    "at",
                    "2026-11-24T18:00:00Z",
                    "unit price",
                    "7",
                    "items",
                    List.of(Map.of("sku", "a-1"), Map.of("sku", "b-2"))))
            .id("e1")
            .key("usr_1")
            .correlationId("c-9")
            .source("checkout")
            .timestamp(Instant.parse("2026-11-24T18:00:00Z"))
            .label("tier", "gold");
    byte[] value = CODEC.encode(draft, new EncodeContext("shop.events", "test", DEAD_AT)).value();
    return open(
        DeadLetterDialect.read(
            Letters.record(
                new Place(Letters.TOPIC.name(), 1, 5), "usr_1".getBytes(UTF_8), value, headers)));
  }

  static OpenLetter open(DeadLetter letter) {
    return new OpenLetter(letter, new LetterContents(CODEC));
  }
}
