package io.sluice.replay.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.replay.Letters;
import io.sluice.replay.letter.DeadLetterDialect;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.replay.letter.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

final class WherePropertyTest {
  private static final Instant NOW = FilteredLetters.DEAD_AT;

  @Property(tries = 1_000)
  void filter_writtenAndRead_isTheSame(@ForAll("filters") Expression filter) {
    assertThat(FilterParser.parse(filter.text())).isEqualTo(filter);
  }

  @Property(tries = 1_000)
  void anyText_isAFilter_orAMistakeWithinIt(@ForAll("texts") String text) {
    parsesOrPoints(text);
  }

  @Property(tries = 500)
  void aFilterWithAMistake_isAFilter_orTheMistakeIsWithinIt(
      @ForAll("filters") Expression filter, @ForAll("edits") Edit edit) {
    parsesOrPoints(edit.of(filter.text()));
  }

  @Property(tries = 500)
  void noLetter_makesAFilterThrow(
      @ForAll("filters") Expression filter, @ForAll("letters") OpenLetter letter) {
    boolean matches = filter.check(NOW).test(letter);
    assertThat(new Expression.Not(filter).check(NOW).test(letter)).isEqualTo(!matches);
  }

  @Property(tries = 300)
  void negatedOperators_areTheOpposites(
      @ForAll("memberships") Condition.Membership in, @ForAll("letters") OpenLetter letter) {
    Check opposite = new Condition.Membership(in.field(), !in.negated(), in.literals()).check(NOW);
    assertThat(in.check(NOW).test(letter)).isNotEqualTo(opposite.test(letter));
    for (Literal literal : in.literals()) {
      Check equal = new Condition.Comparison(in.field(), Operator.EQUAL, literal).check(NOW);
      Check other = new Condition.Comparison(in.field(), Operator.NOT_EQUAL, literal).check(NOW);
      assertThat(equal.test(letter)).isNotEqualTo(other.test(letter));
    }
  }

  private static void parsesOrPoints(String text) {
    try {
      Where where = Where.parse(text, NOW);
      assertThat(Where.parse(where.text(), NOW)).isEqualTo(where);
    } catch (FilterSyntaxException e) {
      assertThat(e.position()).isBetween(0, text.length());
      assertThatCode(e::pointed).doesNotThrowAnyException();
      assertThat(e).message().isNotBlank();
    }
  }

  /** Takes some characters out and puts others in. */
  record Edit(double at, int out, String in) {
    String of(String text) {
      int start = (int) (at * text.length());
      return text.substring(0, start) + in + text.substring(Math.min(text.length(), start + out));
    }
  }

  @Provide
  Arbitrary<Expression> filters() {
    return RandomFilters.expressions();
  }

  @Provide
  Arbitrary<Condition.Membership> memberships() {
    return RandomFilters.memberships();
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> words =
        Arbitraries.of(
            "type",
            "and",
            "or",
            "not",
            "in",
            "exists",
            "missing",
            "(",
            ")",
            ",",
            "=",
            "!=",
            "~",
            "<",
            "'x'",
            "\"",
            "data.a[0]",
            "header.'x",
            "5",
            "2h",
            "1MB",
            "2026-11-24",
            "true",
            "null",
            "age",
            "\\u00",
            "error");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(30),
        words.list().ofMaxSize(12).map(list -> String.join(" ", list)),
        words.list().ofMaxSize(12).map(list -> String.join("", list)));
  }

  @Provide
  Arbitrary<Edit> edits() {
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 5),
            Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(3),
                Arbitraries.of("", "(", ")", "'", "\"", "\\", " and ", "not ", "~", "{9}", "*")))
        .as(Edit::new);
  }

  @Provide
  Arbitrary<OpenLetter> letters() {
    Arbitrary<byte @Nullable []> bytes =
        Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(30),
                Arbitraries.strings().ofMaxLength(10).map(s -> s.getBytes(StandardCharsets.UTF_8)),
                Arbitraries.of("5", "1e99999", "{\"a\":[1]}", "2026-11-24T18:00:00Z", "true")
                    .map(s -> s.getBytes(StandardCharsets.UTF_8)))
            .injectNull(0.1);
    Arbitrary<String> names =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(5),
            Arbitraries.of(
                "region",
                "amount",
                "x y",
                "a.b",
                "kafka_dlt-original-offset",
                "kafka_dlt-original-topic",
                "kafka_dlt-exception-fqcn",
                "__streams.errors.exception",
                "__connect.errors.topic"));
    Arbitrary<List<Header>> headers =
        Combinators.combine(names, bytes)
            .as((name, value) -> (Header) new RecordHeader(name, value))
            .list()
            .ofMaxSize(6);
    return Combinators.combine(bytes, bytes, headers)
        .as(
            (key, value, all) ->
                FilteredLetters.open(
                    DeadLetterDialect.read(
                        Letters.record(
                            new Place("orders.DLT", 0, 9), key, value, new RecordHeaders(all)))));
  }
}
