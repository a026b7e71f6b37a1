package io.sluice.replay.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.Letters;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A dead letter for tests, from what matters to the test. */
public record LetterDraft(
    Place place,
    @Nullable String type,
    @Nullable String handler,
    String reason,
    @Nullable LastError error,
    long deadAtMs,
    byte @Nullable [] value) {

  /** Of shop.dlq, given up after a MailException in shop.Mail.send. */
  public static LetterDraft mail() {
    return new LetterDraft(
        new Place("shop.dlq", 0, 5),
        "user.welcome",
        "user.*",
        "attempts_exhausted",
        new LastError(
            "shop.MailException",
            "no answer from mail server",
            "shop.MailException: no answer\n\tat shop.Mail.send(Mail.java:7)\n"),
        Letters.DEAD_AT,
        new byte[] {1});
  }

  public LetterDraft at(Place newPlace) {
    return new LetterDraft(newPlace, type, handler, reason, error, deadAtMs, value);
  }

  public LetterDraft type(@Nullable String newType) {
    return new LetterDraft(place, newType, handler, reason, error, deadAtMs, value);
  }

  public LetterDraft handler(@Nullable String newHandler) {
    return new LetterDraft(place, type, newHandler, reason, error, deadAtMs, value);
  }

  public LetterDraft reason(String newReason) {
    return new LetterDraft(place, type, handler, newReason, error, deadAtMs, value);
  }

  public LetterDraft error(
      String className, @Nullable String message, @Nullable String stackTrace) {
    LastError newError = new LastError(className, message, stackTrace);
    return new LetterDraft(place, type, handler, reason, newError, deadAtMs, value);
  }

  public LetterDraft withoutError() {
    return new LetterDraft(place, type, handler, reason, null, deadAtMs, value);
  }

  public LetterDraft deadAt(long ms) {
    return new LetterDraft(place, type, handler, reason, error, ms, value);
  }

  public LetterDraft value(byte @Nullable [] newValue) {
    return new LetterDraft(place, type, handler, reason, error, deadAtMs, newValue);
  }

  public DeadLetter letter() {
    Headers headers = new RecordHeaders();
    DeliveryState state =
        new DeliveryState(
            5, null, new Origin("shop.events", 1, place.offset(), deadAtMs), 1L, error, 0);
    DeliveryHeaders.writeDeadLetter(
        headers, state, new DeadLetterInfo("shop", reason, "e" + place.offset(), type, deadAtMs));
    if (handler != null) {
      headers.remove(DeliveryHeaders.HANDLER);
      headers.add(DeliveryHeaders.HANDLER, handler.getBytes(UTF_8));
    }
    return DeadLetterDialect.read(Letters.record(place, "usr_1".getBytes(UTF_8), value, headers));
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(letter());
  }
}
