package io.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.TypePattern;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReplayFilterTest {
  private static final DeadLetter LETTER =
      Letters.letter("e1", "user.welcome_email", "shop.Mail$TimeoutException");
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
    assertThat(ReplayFilter.ofTypes(pattern).matches(LETTER)).isEqualTo(matches);
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
    ReplayFilter filter =
        new ReplayFilter(List.of(), List.of(name), List.of(), List.of(), null, null);
    assertThat(filter.matches(LETTER)).isEqualTo(matches);
  }

  @Test
  void id_isAnEventsOrAPlace() {
    assertThat(ReplayFilter.ofIds("e1").matches(LETTER)).isTrue();
    assertThat(ReplayFilter.ofIds("x", "shop.dlq/1/5").matches(LETTER)).isTrue();
    assertThat(ReplayFilter.ofIds("shop.dlq/1/6").matches(LETTER)).isFalse();
  }

  @Test
  void time_isFromInclusiveToExclusive() {
    assertThat(between(DEAD_AT, DEAD_AT.plusMillis(1)).matches(LETTER)).isTrue();
    assertThat(between(DEAD_AT.plusMillis(1), DEAD_AT.plusMillis(2)).matches(LETTER)).isFalse();
    assertThat(between(DEAD_AT.minusMillis(1), DEAD_AT).matches(LETTER)).isFalse();
  }

  @Test
  void parts_mustAllPass() {
    List<TypePattern> types = List.of(TypePattern.parse("user.#"));
    assertThat(
            new ReplayFilter(types, List.of(), List.of(), List.of("undecodable"), null, null)
                .matches(LETTER))
        .isFalse();
    assertThat(
            new ReplayFilter(types, List.of(), List.of(), List.of("attempts_exhausted"), null, null)
                .matches(LETTER))
        .isTrue();
  }

  @Test
  void letterThatTellsNothing_passesOnlyWhereNothingIsAsked() {
    DeadLetter silent = Letters.foreign(new RecordHeaders());
    assertThat(ReplayFilter.all().matches(silent)).isTrue();
    assertThat(ReplayFilter.ofTypes("#").matches(silent)).isFalse();
  }

  private static ReplayFilter between(Instant from, Instant to) {
    return new ReplayFilter(List.of(), List.of(), List.of(), List.of(), from, to);
  }
}
