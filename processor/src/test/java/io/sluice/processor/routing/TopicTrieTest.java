package io.sluice.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicTrieTest {

  /** What RabbitMQ does with the same pattern and routing key. */
  @ParameterizedTest
  @CsvSource({
    "a.b.c, a.b.c, true",
    "a.b.c, a.b, false",
    "a.b, a.b.c, false",
    "a.*.c, a.b.c, true",
    "a.*.c, a.c, false",
    "a.*.c, a.b.b.c, false",
    "*, a, true",
    "*, a.b, false",
    "*.*, a, false",
    "#, a, true",
    "#, a.b.c, true",
    "a.#, a, true",
    "a.#, a.b.c, true",
    "a.#, b.a, false",
    "#.c, c, true",
    "#.c, a.b.c, true",
    "#.b, a.b.c, false",
    "a.#.b, a.b, true",
    "a.#.b, a.b.b, true",
    "a.#.b, a.b.c, false",
    "#.b.#, a.b.c, true",
    "#.b.#, b, true",
    "#.b.#, a.c, false",
    "#.#, a.b, true",
    "#.#.#, a, true",
    "a.#.#, a, true",
    "*.#, a, true",
    "#.*, a, true",
    "#.*.#, a, true",
    "*.#.#, a.b.c, true",
    "*.#.*, a, false",
    "*.#.*, a.b, true",
    "A.b, a.b, false",
    // Empty words are words.
    "a.*.b, a..b, true",
    "a..b, a..b, true",
    "a.b, a..b, false",
    "a.#.b, a..b, true",
    "a.*, a., true",
    "*.a, .a, true",
    "*.*, ., true",
    "*, ., false",
    "#, ., true",
    "., ., true",
    "a., a, false",
    // A key of no characters has no word.
    "#, '', true",
    "#.#, '', true",
    "'', '', true",
    "*, '', false",
    "*.#, '', false",
    "'', a, false",
    "'', ., false",
  })
  void pattern_matchesAsInRabbitMq(String pattern, String key, boolean matches) {
    assertThat(found(List.of(pattern), key)).hasSize(matches ? 1 : 0);
    assertThat(PlainMatcher.matches(pattern, key)).isEqualTo(matches);
  }

  @Test
  void wildcardInAKey_isAPlainWord() {
    assertThat(found(List.of("a", "*", "#", "b.#"), "*")).containsExactlyInAnyOrder("*", "#");
    assertThat(found(List.of("a.b", "a.*"), "a.#")).containsExactly("a.*");
  }

  @Test
  void patternAddedTwice_isFoundTwice() {
    assertThat(found(List.of("a.#", "a.#"), "a.b")).hasSize(2);
  }

  @Property(tries = 5_000)
  void trie_findsWhatThePlainMatcherFinds(
      @ForAll("patterns") List<String> patterns, @ForAll("keys") String key) {
    assertThat(found(patterns, key))
        .containsExactlyInAnyOrderElementsOf(
            patterns.stream().filter(pattern -> PlainMatcher.matches(pattern, key)).toList());
  }

  /** Few words, so that much matches; empty ones, and several # in a row, among them. */
  @Provide
  Arbitrary<List<String>> patterns() {
    return dotted("a", "b", "", "*", "#", "#").list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> keys() {
    return dotted("a", "b", "");
  }

  private static Arbitrary<String> dotted(String... words) {
    return Arbitraries.of(words).list().ofMaxSize(6).map(list -> String.join(".", list));
  }

  private static List<String> found(List<String> patterns, String key) {
    TopicTrie<String> trie = new TopicTrie<>();
    patterns.forEach(pattern -> trie.add(pattern, pattern));
    return new ArrayList<>(trie.find(key));
  }
}
