package io.sluice.cli;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.replay.letter.Place;
import io.sluice.schema.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * In which order letters are listed: by one field, then by the next. The last is always the place,
 * so that two pages of the same letters never overlap.
 */
record LetterSort(List<Term> terms) {
  /** Of an error only so much is kept, since all letters' keys are held while they are sorted. */
  private static final int MOST_OF_A_TEXT = 200;

  private static final Comparator<Key> KEYS =
      Comparator.comparing(Key::text, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparingLong(Key::first)
          .thenComparingLong(Key::second);

  LetterSort {
    List<Term> all = new ArrayList<>(terms);
    all.add(new Term(SortField.PLACE, false));
    terms = List.copyOf(all);
  }

  /** In the order in which they lie. */
  static LetterSort byPlace() {
    return new LetterSort(List.of());
  }

  /** A field, from its least value on or from its greatest. */
  record Term(SortField field, boolean descending) {}

  /**
   * What of a letter is compared.
   *
   * @param text null when the letter lacks it: such letters come last, whichever way is asked for
   */
  record Key(@Nullable String text, long first, long second) {
    static Key of(@Nullable String text) {
      return new Key(text == null ? null : PlainText.cut(text, MOST_OF_A_TEXT), 0, 0);
    }

    static Key of(long number) {
      return new Key("", number, 0);
    }
  }

  /** What letters can be sorted by. */
  enum SortField {
    /** The youngest first. */
    AGE(open -> Key.of(~open.letter().deadAt().toEpochMilli())),
    TYPE(open -> Key.of(open.letter().type())),
    ERROR(open -> Key.of(error(open.letter()))),
    ATTEMPTS(open -> Key.of(open.letter().attempts())),
    ID(open -> Key.of(open.letter().id())),
    KEY(open -> Key.of(open.letter().key())),
    ORIGIN(open -> origin(open.letter().origin())),
    SIZE(open -> Key.of(open.letter().sizeInBytes())),
    FINGERPRINT(open -> Key.of(open.fingerprint().id())),
    /** As they lie: by topic, partition and offset. */
    PLACE(open -> place(open.letter().place()));

    private final Function<OpenLetter, Key> key;

    SortField(Function<OpenLetter, Key> key) {
      this.key = key;
    }

    private static @Nullable String error(DeadLetter letter) {
      return letter.error() == null && letter.reason() == null ? null : LetterTable.error(letter);
    }

    private static Key place(Place place) {
      return new Key(place.topic(), place.partition(), place.offset());
    }

    private static Key origin(@Nullable Origin origin) {
      return origin == null
          ? Key.of(null)
          : new Key(origin.topic(), origin.partition(), origin.offset());
    }
  }

  /**
   * Reads {@code type,-age}.
   *
   * @throws UserErrorException naming the field that is none, exit code 2
   */
  static LetterSort parse(String text) {
    List<Term> terms = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      boolean descending = word.strip().startsWith("-");
      String name = word.strip().substring(descending ? 1 : 0);
      SortField field =
          Arrays.stream(SortField.values())
              .filter(each -> each.name().equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(() -> unknown(name));
      terms.add(new Term(field, descending));
    }
    return new LetterSort(terms);
  }

  List<Key> keys(OpenLetter letter) {
    return terms.stream().map(term -> term.field().key.apply(letter)).toList();
  }

  int compare(List<Key> a, List<Key> b) {
    for (int i = 0; i < terms.size(); i++) {
      int order = KEYS.compare(a.get(i), b.get(i));
      if (order != 0) {
        boolean isLast = a.get(i).text() == null || b.get(i).text() == null;
        return terms.get(i).descending() && !isLast ? -order : order;
      }
    }
    return 0;
  }

  private static UserErrorException unknown(String name) {
    return new UserErrorException(
        "--sort: there is no \""
            + name
            + "\" to sort by; there are "
            + Arrays.stream(SortField.values())
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "))
            + ", each with a - before it for the other way round",
        ExitCodes.WRONG_USAGE);
  }
}
