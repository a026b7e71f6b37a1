package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypePatternTest {

  @ParameterizedTest
  @CsvSource({
    "user.created, user.created, true",
    "user.created, user.deleted, false",
    "user.*, user.created, true",
    "user.*, user, false",
    "user.*, user.created.twice, false",
    "github.#, github.push, true",
    "github.#, github, true",
    "github.#, github.pull_request.opened, true",
    "github.#, gitlab.push, false",
    "#, anything.at.all, true",
    "#.created, user.created, true",
    "#.created, created, true",
    "*.#.z, a.b.c.z, true",
    "*.#.z, z, false",
    "a.#.b.#.c, a.b.b.c.c, true",
  })
  void matches_as_rabbitmq_does(String pattern, String type, boolean matches) {
    assertThat(TypePattern.parse(pattern).matches(type)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "user.created, user.created, true",
    "user.created, user.deleted, false",
    "user.#, *.created, true",
    "user.#, mail.*, false",
    "user.*, *.created.twice, false",
    "#.created, user.#, true",
    "#.created, *, true",
    "a.#.z, a.z, true",
    "a.#.z, #.b.#, true",
    "a.*.z, a.#.y, false",
    "#, #, true",
    "*, a.b, false",
  })
  void meets_whereSomeTypeMatchesBoth(String pattern, String other, boolean meets) {
    TypePattern one = TypePattern.parse(pattern);
    TypePattern two = TypePattern.parse(other);

    assertThat(one.meets(two)).isEqualTo(meets);
    assertThat(two.meets(one)).isEqualTo(meets);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "user.c*", "#x", "a.**.b"})
  void parse_refuses_a_wildcard_within_a_word(String pattern) {
    assertThatThrownBy(() -> TypePattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void literalWords_tells_the_more_specific_pattern() {
    assertThat(TypePattern.parse("a.b.*").literalWords()).isEqualTo(2);
    assertThat(TypePattern.parse("#").literalWords()).isZero();
    assertThat(TypePattern.parse("a.b").isExact()).isTrue();
    assertThat(TypePattern.parse("a.#").isExact()).isFalse();
  }

  @Property(tries = 5_000)
  void matches_agrees_with_the_definition(
      @ForAll("patterns") List<String> pattern, @ForAll("types") List<String> type) {
    assertThat(TypePattern.parse(String.join(".", pattern)).matches(String.join(".", type)))
        .isEqualTo(defined(pattern, type));
  }

  /** The meaning of the wildcards, word by word and without a thought of speed. */
  private static boolean defined(List<String> pattern, List<String> type) {
    if (pattern.isEmpty()) {
      return type.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.get(0).equals("#")) {
      return defined(rest, type)
          || (!type.isEmpty() && defined(pattern, type.subList(1, type.size())));
    }
    return !type.isEmpty()
        && Arrays.asList("*", type.get(0)).contains(pattern.get(0))
        && defined(rest, type.subList(1, type.size()));
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.of("a", "b", "*", "#").list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<String>> types() {
    return Arbitraries.of("a", "b").list().ofMinSize(1).ofMaxSize(7);
  }
}
