package io.sluice.replay.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.Letters;
import io.sluice.replay.letter.OpenLetter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FingerprintUseTest {

  @Test
  void fingerprintThatStandsForOne_isNoMatter() {
    OpenLetter letter = letter(0);
    assertThat(ambiguities(letter.fingerprint().id().substring(0, 4), List.of(letter, letter)))
        .isEmpty();
  }

  @Test
  void fingerprintThatStandsForSeveral_isTold_withThem() {
    // Of so many, two begin alike, however fingerprints are made.
    List<OpenLetter> many = IntStream.range(0, 3_000).mapToObj(FingerprintUseTest::letter).toList();
    String beginning =
        many.stream()
            .map(letter -> letter.fingerprint().id().substring(0, 4))
            .filter(
                start ->
                    many.stream()
                            .filter(letter -> letter.fingerprint().id().startsWith(start))
                            .limit(2)
                            .count()
                        > 1)
            .findFirst()
            .orElseThrow();
    List<OpenLetter> meant =
        many.stream().filter(letter -> letter.fingerprint().id().startsWith(beginning)).toList();

    assertThat(ambiguities(beginning, meant))
        .singleElement()
        .asString()
        .contains(beginning + " is short for ")
        .contains(meant.get(0).fingerprint().id(), meant.get(1).fingerprint().id());
    assertThat(ambiguities(meant.get(0).fingerprint().id(), meant)).isEmpty();
  }

  private static List<String> ambiguities(String wanted, List<OpenLetter> letters) {
    FingerprintUse use = new FingerprintUse(LetterFilter.all().withFingerprints(List.of(wanted)));
    letters.forEach(use::add);
    return use.ambiguities();
  }

  /** Names of letters only: what looks like a number may be left out of a fingerprint. */
  private static OpenLetter letter(int number) {
    String name = Integer.toString(number, 26).replaceAll("[0-9]", "$0x");
    StringBuilder letters = new StringBuilder("shop.Error");
    name.chars().forEach(c -> letters.append((char) ('a' + Character.digit(c, 36) % 26)));
    return FilteredLetters.open(Letters.letter("e", "t", letters.toString()));
  }
}
