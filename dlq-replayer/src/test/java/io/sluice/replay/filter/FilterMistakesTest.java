package io.sluice.replay.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in filters: what is said of them, and where the caret stands. */
final class FilterMistakesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "attempts >= and type = 'x' | 12 | expected a value after \">=\"",
        "attempts >= | 11 | expected a value after",
        "`` | 0 | the filter is empty",
        "type = payment | 7 | put a text in quotes: \"payment\"",
        "attemps > 5 | 0 | did you mean attempts?",
        "origin.ofset > 5 | 0 | did you mean origin.offset?",
        "headers.region = 'eu' | 0 | did you mean header?",
        "Type = 'x' | 0 | did you mean type?",
        "colour = 'x' | 0 | fields are id, type",
        "header = 'x' | 0 | header takes one name",
        "header. = 'x' | 0 | header takes one name",
        "header.a[0] = 'x' | 0 | header takes one name",
        "data. = 'x' | 0 | a name is missing",
        "data..a = 'x' | 0 | a name is missing",
        "data[x] = 'x' | 5 | whole number",
        "data[99999999999] = 'x' | 0 | no array is so long",
        "age < 'x' | 6 | age is compared with a duration, as 2h, 30m or 7d, not with the text \"x\"",
        "attempts > 2h | 11 | not with the duration 2h",
        "dead_at > 2h | 10 | not with the duration 2h",
        "size > 2h | 7 | 10MB",
        "type = 5 | 7 | not with the number 5",
        "type > 'x' | 5 | no less and greater",
        "data.a > true | 7 | no less and greater",
        "attempts ~ 'x' | 9 | ~ looks into text",
        "error ~ 5 | 8 | regular expression in quotes",
        "error ~ 'a(' | 8 | not a regular expression",
        "error ~ '(?=a)' | 8 | not a regular expression",
        "error ~ '((a{1000}){1000}){1000}' | 8 | too large",
        "type = 'a*' | 7 | must stand alone between dots",
        "kind = 'xml' | 7 | kinds are event, avro, json",
        "fingerprint = '3f' | 14 | at least its first 4",
        "key = null | 6 | write key missing",
        "type = 'x' and | 14 | expected a field",
        "type = 'x' or or | 14 | expected a field",
        "type = 'x' type = 'y' | 11 | expected \"and\", \"or\" or the end",
        "(type = 'x' | 11 | \"and\", \"or\" or a )",
        "type = 'x') | 10 | there is no ( for this )",
        "type | 4 | expected =, !=",
        "type not = 'x' | 9 | expected \"in\" after \"not\"",
        "type in 'x' | 8 | expected a ( and values",
        "type in () | 9 | expected a value in the list",
        "type in ('x',) | 13 | expected a value in the list",
        "type in ('x' 'y') | 13 | expected a , or a )",
        "age in (2h, 'x') | 12 | not with the text",
        "type = 'x | 7 | this text does not end",
        "type = '\\u12' | 8 | four hexadecimal digits",
        "type <> 'x' | 5 | write != instead of <>",
        "type =~ 'x' | 5 | write ~ instead of =~",
        "type = 'x' && id = 'y' | 11 | write and instead of &&",
        "type = “x” | 7 | plain quotes",
        "type ; 'x' | 5 | has no use for \";\"",
        "age < 2x | 6 | is no number, duration (2h)",
        "age < 99999999999999999999d | 6 | too long",
        "size < 99999999999999999999GB | 7 | too large",
        "attempts < 1e20000 | 11 | no letter has such a number",
        "dead_at < 2026-11-24T18:00:00 | 10 | write it with its zone",
        "dead_at < 2026-13-24 | 10 | is no time",
      })
  void mistake_isTold_whereItIs(String filter, int position, String message) {
    FilterSyntaxException mistake = mistake(filter);
    assertThat(mistake).hasMessageContaining(message);
    assertThat(mistake.position()).isEqualTo(position);
  }

  @Test
  void pointed_hasACaretUnderTheMistake() {
    assertThat(mistake("attempts >= and type = \"x\"").pointed().lines())
        .containsExactly(
            "expected a value after \">=\"", "  attempts >= and type = \"x\"", "              ^");
  }

  @Test
  void pointed_ofALongFilter_showsWhatIsAroundTheMistake() {
    String part = "type = \"payment.charge\" and ";
    String filter = part.repeat(20) + "typo = 1 and " + part.repeat(20) + "age < 1h";
    String[] lines = mistake(filter).pointed().split(System.lineSeparator());
    assertThat(lines[1]).startsWith("  …").endsWith("…").hasSizeLessThan(110);
    assertThat(lines[1].substring(lines[2].indexOf('^'))).startsWith("typo = 1");
  }

  @Test
  void pointed_keepsControlCharactersFromTheTerminal() {
    assertThat(mistake("id =\n\u001b[2J").pointed().split(System.lineSeparator())[1])
        .isEqualTo("  id =  [2J");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "not ", "not("})
  void deepNesting_isRefused(String opening) {
    assertThat(mistake(opening.repeat(100_000) + "attempts = 1"))
        .hasMessageContaining("nested deeper than 100");
    String fits = "(".repeat(100) + "attempts = 1" + ")".repeat(100);
    assertThat(Where.parse(fits, Instant.EPOCH).text()).isEqualTo("attempts = 1");
  }

  @Test
  void longFilter_isNoDeepOne() {
    String filter = "attempts = 1 or ".repeat(50_000) + "attempts = 2";
    assertThat(Where.parse(filter, Instant.EPOCH).matches(FilteredLetters.payment())).isFalse();
  }

  @Test
  void fingerprintOption_isRefusedToo_whenItSaysTooLittle() {
    assertThatThrownBy(() -> LetterFilter.all().withFingerprints(java.util.List.of("3f")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first 4");
  }

  private static FilterSyntaxException mistake(String filter) {
    FilterSyntaxException mistake =
        catchThrowableOfType(FilterSyntaxException.class, () -> Where.parse(filter, Instant.EPOCH));
    assertThat(mistake).as(filter).isNotNull();
    return mistake;
  }
}
