package io.sluice.replay.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.Letters;
import io.sluice.replay.letter.OpenLetter;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What filters say of one letter, FilteredLetters.payment(), an hour after it died. */
final class WhereTest {
  private static final Instant NOW = FilteredLetters.DEAD_AT.plusSeconds(3_600);
  private static final OpenLetter PAYMENT = FilteredLetters.payment();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type = \"payment.*\" and error ~ \"Timeout\" and age < 2h and attempts >= 5"
            + " and data.amount > 100 and header.region = \"eu\"",
        "id = \"e1\"",
        "id = 'shop.dlq/1/5'",
        "id in ('x', 'e1')",
        "type = '#'",
        "key = \"usr_1\"",
        "key ~ '^usr_\\d+$'",
        "key > 'usr_0'",
        "pipeline = 'shop'",
        "reason = 'attempts_exhausted'",
        "error = 'TimeoutException'",
        "error = 'Mail$TimeoutException'",
        "error = 'shop.Mail$TimeoutException'",
        "error ~ 'TimeoutException: no answer'",
        "error.class = 'shop.Mail$TimeoutException'",
        "error.message ~ '(?i)NO'",
        "error.stacktrace ~ \"Mail.java:7\"",
        "attempts = 5",
        "attempts == 5.0",
        "replays = 0",
        "age = 1h",
        "age <= 60m",
        "dead_at < 2024-01-01",
        "dead_at = 2023-11-14T23:13:20+01:00",
        "topic = 'shop.dlq' and partition = 1 and offset >= 5",
        "origin.topic = 'shop.events' and origin.partition = 1 and origin.offset = 77",
        "origin.timestamp < 2024-01-01T00:00:00Z",
        "size > 100 and size < 10MB and size < 64KiB",
        "kind = 'event'",
        "correlation_id = 'c-9'",
        "source = 'checkout'",
        "timestamp = 2026-11-24T18:00:00Z",
        "label.tier in ('silver', 'gold')",
        "header.tries > 9",
        "header.\"x y\" = 'z'",
        "header.empty exists and header.empty = null and header.empty != 'x'",
        "data.currency = 'EUR'",
        "data.express = true",
        "data.at > 2026-11-24",
        "data.\"unit price\" = 7",
        "data.items[1].sku ~ 'b'",
        "data ~ 'a-1'",
        "data.items exists and data.items[2] missing",
        "not attempts < 5",
        "NOT (attempts < 5 Or offset = 0) AND age EXISTS",
        "attempts = 9 or attempts = 5 and offset = 5",
        "attempts not in (1, 2)",
        "reason !~ '^undec'",
      })
  void isTrueOf(String filter) {
    assertThat(Where.parse(filter, NOW).matches(PAYMENT)).as(filter).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type = 'payment'",
        "type != 'payment.#'",
        "error = 'Exception'",
        "error = 'timeoutexception'",
        "attempts > 5",
        "age < 1h",
        "key = 1",
        "data.amount = '120.5'",
        "data.currency > 5",
        "data.express = false",
        "data.items > 'a'",
        "header.region = null",
        "data.sum = null",
        "attempts = 5 and (offset = 4 or offset = 6)",
        "not attempts = 5 or offset = 4",
      })
  void isFalseOf(String filter) {
    assertThat(Where.parse(filter, NOW).matches(PAYMENT)).as(filter).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "header.no %s 'x'",
        "label.no %s 'x'",
        "data.no %s 'x'",
        "data.items[7].sku %s 'x'"
      })
  void whatALetterLacks_failsEveryComparison_butTheOpposites(String condition) {
    for (String sign : new String[] {"=", "<", "<=", ">", ">=", "~"}) {
      assertThat(Where.parse(condition.formatted(sign), NOW).matches(PAYMENT)).isFalse();
    }
    for (String sign : new String[] {"!=", "!~"}) {
      assertThat(Where.parse(condition.formatted(sign), NOW).matches(PAYMENT)).isTrue();
    }
    assertThat(Where.parse(condition.replace("%s 'x'", "in ('x')"), NOW).matches(PAYMENT))
        .isFalse();
    assertThat(Where.parse(condition.replace("%s 'x'", "not in ('x')"), NOW).matches(PAYMENT))
        .isTrue();
  }

  @Test
  void fingerprint_isKnownByItsBeginning() {
    String id = PAYMENT.fingerprint().id();
    assertThat(Where.parse("fingerprint = '" + id + "'", NOW).matches(PAYMENT)).isTrue();
    assertThat(Where.parse("fingerprint = '" + id.substring(0, 4) + "'", NOW).matches(PAYMENT))
        .isTrue();
    assertThat(Where.parse("fingerprint = '" + id + "0'", NOW).matches(PAYMENT)).isFalse();
  }

  @Test
  void letterThatTellsNothing_isFoundByWhatItLacks() {
    OpenLetter silent = FilteredLetters.open(Letters.foreign(new RecordHeaders()));
    String nothing =
        "type missing and error missing and error.message missing and reason missing and"
            + " origin.topic missing and origin.timestamp missing and source missing and"
            + " label.x missing and kind != 'event' and attempts = 0 and id = 'orders.DLT/0/9'";
    assertThat(Where.parse(nothing, NOW).matches(silent)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kind = 'event'", "data.a = 1", "label.a exists", "type = 'a' or source = 'b'"})
  void onlyFiltersOnTheContent_needIt(String filter) {
    assertThat(Where.parse(filter, NOW).needsContent()).isTrue();
    assertThat(Where.parse("type = 'a' and header.b = 'c' and error ~ 'd'", NOW).needsContent())
        .isFalse();
  }

  @Test
  void text_isThePlainForm() {
    assertThat(
            Where.parse(
                    "(type='a.*' AND (age<120m or size >= 1024B)) and not (not key missing)"
                        + " or header.'x-y' not in ('\\d\"', 1.50)",
                    NOW)
                .text())
        .isEqualTo(
            "((type = \"a.*\" and (age < 2h or size >= 1KiB)) and not not key missing)"
                + " or header.x-y not in (\"\\\\d\\\"\", 1.50)");
  }

  @Test
  void regularExpression_thatNeedsExponentialTime_doesNotHang() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("long", "x".repeat(1_000_000).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    OpenLetter letter = FilteredLetters.open(Letters.foreign(headers));
    assertThat(Where.parse("header.long ~ '^(x+x+)+y$'", NOW).matches(letter)).isFalse();
  }
}
