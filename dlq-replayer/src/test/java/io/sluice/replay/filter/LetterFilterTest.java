package io.sluice.replay.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.Letters;
import io.sluice.replay.letter.OpenLetter;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LetterFilterTest {
  private static final OpenLetter LETTER =
      FilteredLetters.open(
          Letters.letter("e1", "user.welcome_email", "shop.Mail$TimeoutException"));
  private static final LetterFilter ALL = LetterFilter.all();
  private static final Instant DEAD_AT = Instant.ofEpochMilli(Letters.DEAD_AT);

  @ParameterizedTest
  @CsvSource({
    "user.welcome_email, true",
    "user.*, true",
    "#, true",
    "user, false",
    "payment.#, false"
  })
  void type_isAPattern(String pattern, boolean matches) {
    assertThat(LetterFilter.ofTypes(pattern).matches(LETTER)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "shop.Mail$TimeoutException, true",
    "Mail$TimeoutException, true",
    "TimeoutException, true",
    "Exception, false",
    "timeoutexception, false"
  })
  void error_isASimpleOrAFullName(String name, boolean matches) {
    assertThat(ALL.withErrors(List.of(name)).matches(LETTER)).isEqualTo(matches);
  }

  @Test
  void id_isAnEventsOrAPlace() {
    assertThat(LetterFilter.ofIds("e1").matches(LETTER)).isTrue();
    assertThat(LetterFilter.ofIds("x", "shop.dlq/1/5").matches(LETTER)).isTrue();
    assertThat(LetterFilter.ofIds("shop.dlq/1/6").matches(LETTER)).isFalse();
  }

  @Test
  void time_isFromInclusiveToExclusive() {
    assertThat(between(DEAD_AT, DEAD_AT.plusMillis(1)).matches(LETTER)).isTrue();
    assertThat(between(DEAD_AT.plusMillis(1), DEAD_AT.plusMillis(2)).matches(LETTER)).isFalse();
    assertThat(between(DEAD_AT.minusMillis(1), DEAD_AT).matches(LETTER)).isFalse();
  }

  @Test
  void parts_mustAllPass() {
    LetterFilter ours = LetterFilter.ofTypes("user.#");
    assertThat(ours.withReasons(List.of("undecodable")).matches(LETTER)).isFalse();
    assertThat(ours.withReasons(List.of("attempts_exhausted")).matches(LETTER)).isTrue();
    assertThat(ours.withWhere(where("attempts > 5")).matches(LETTER)).isFalse();
    assertThat(ours.withWhere(where("attempts = 5")).matches(LETTER)).isTrue();
  }

  @Test
  void fingerprint_isOneOfThose_orBeginsSo() {
    String id = LETTER.fingerprint().id();
    assertThat(ALL.withFingerprints(List.of("zzzz", id)).matches(LETTER)).isTrue();
    assertThat(ALL.withFingerprints(List.of(id.substring(0, 4))).matches(LETTER)).isTrue();
    assertThat(ALL.withFingerprints(List.of("zzzz")).matches(LETTER)).isFalse();
  }

  @Test
  void starts_leaveOutWhatLiesBefore() {
    assertThat(startingAt("shop.dlq,1,5").matches(LETTER)).isTrue();
    assertThat(startingAt("shop.dlq,1,6").matches(LETTER)).isFalse();
    assertThat(startingAt("shop.dlq,0,0").matches(LETTER)).isFalse();
  }

  @Test
  void letterThatTellsNothing_passesOnlyWhereNothingIsAsked() {
    OpenLetter silent = FilteredLetters.open(Letters.foreign(new RecordHeaders()));
    assertThat(ALL.matches(silent)).isTrue();
    assertThat(LetterFilter.ofTypes("#").matches(silent)).isFalse();
  }

  @Test
  void text_saysAllOfItInTheFilterLanguage() {
    LetterFilter filter =
        LetterFilter.ofTypes("user.*", "order.#")
            .withErrors(List.of("TimeoutException"))
            .withIds(List.of("e1", "shop.dlq/0/17"))
            .withReasons(List.of("attempts_exhausted"))
            .withFingerprints(List.of("3f9a01"))
            .withFrom(DEAD_AT)
            .withTo(DEAD_AT.plusSeconds(1))
            .withStarts(StartOffsets.parse(List.of("shop.dlq,0,120", "shop.dlq,1,5")))
            .withWhere(where("attempts > 4 or data.amount > 100"));
    assertThat(filter.text())
        .isEqualTo(
            "type in (\"user.*\", \"order.#\") and error = \"TimeoutException\" and id in"
                + " (\"e1\", \"shop.dlq/0/17\") and reason = \"attempts_exhausted\" and"
                + " fingerprint = \"3f9a01\" and dead_at >= 2023-11-14T22:13:20Z and dead_at <"
                + " 2023-11-14T22:13:21Z and ((topic = \"shop.dlq\" and partition = 0 and offset"
                + " >= 120) or (topic = \"shop.dlq\" and partition = 1 and offset >= 5)) and"
                + " (attempts > 4 or data.amount > 100)");
    assertThat(where(filter.text()).text()).isEqualTo(filter.text());
    assertThat(filter.needsContent()).isTrue();
    assertThat(filter.withWhere(null).needsContent()).isFalse();
    assertThat(ALL.text()).isEmpty();
  }

  @Test
  void text_meansTheSame() {
    List<LetterFilter> filters =
        List.of(
            LetterFilter.ofTypes("user.*", "x"),
            LetterFilter.ofTypes("x", "y"),
            ALL.withErrors(List.of("TimeoutException", "x")),
            LetterFilter.ofIds("shop.dlq/1/5", "x"),
            LetterFilter.ofIds("shop.dlq/1/6", "x"),
            ALL.withFingerprints(List.of(LETTER.fingerprint().id().substring(0, 5))),
            startingAt("shop.dlq,1,5"),
            startingAt("shop.dlq,1,6"),
            between(DEAD_AT, DEAD_AT.plusMillis(1)),
            between(DEAD_AT.minusMillis(1), DEAD_AT));
    assertThat(filters)
        .allSatisfy(
            filter ->
                assertThat(where(filter.text()).matches(LETTER))
                    .as(filter.text())
                    .isEqualTo(filter.matches(LETTER)));
  }

  private static Where where(String text) {
    return Where.parse(text, DEAD_AT);
  }

  private static LetterFilter startingAt(String row) {
    return ALL.withStarts(StartOffsets.parse(List.of(row)));
  }

  private static LetterFilter between(Instant from, Instant to) {
    return ALL.withFrom(from).withTo(to);
  }
}
