package io.sluice.schema;

import java.util.List;

/**
 * A pattern over dotted type names with RabbitMQ's meaning: {@code *} stands for one word, {@code
 * #} for zero or more. Wildcards stand alone between dots.
 */
public final class TypePattern {

  private static final String ONE = "*";
  private static final String MANY = "#";

  private final String text;
  private final String[] words;
  private final int literalWords;

  private TypePattern(String text, String[] words) {
    this.text = text;
    this.words = words;
    this.literalWords = (int) List.of(words).stream().filter(w -> !isWildcard(w)).count();
  }

  /**
   * Reads {@code github.#} and the like.
   *
   * @throws IllegalArgumentException when empty, or a wildcard is only part of a word
   */
  public static TypePattern parse(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a type pattern must not be empty");
    }
    String[] words = text.split("\\.", -1);
    for (String word : words) {
      if (!isWildcard(word) && (word.contains(ONE) || word.contains(MANY))) {
        throw new IllegalArgumentException(
            "type pattern \""
                + text
                + "\": '*' (one word) and '#' (zero or more words) must stand alone between dots,"
                + " not within \""
                + word
                + "\"");
      }
    }
    return new TypePattern(text, words);
  }

  public boolean matches(String type) {
    return isExact() ? text.equals(type) : matches(type.split("\\.", -1));
  }

  /** True if there can be a type that both match. */
  public boolean meets(TypePattern other) {
    // meets[i][j]: whether what is left of this from word i on meets what is left from j on.
    boolean[][] meets = new boolean[words.length + 1][other.words.length + 1];
    for (int i = words.length; i >= 0; i--) {
      for (int j = other.words.length; j >= 0; j--) {
        boolean ends = i == words.length;
        boolean otherEnds = j == other.words.length;
        if (ends && otherEnds) {
          meets[i][j] = true;
        } else if (!ends && words[i].equals(MANY)) {
          meets[i][j] = meets[i + 1][j] || (!otherEnds && meets[i][j + 1]);
        } else if (!otherEnds && other.words[j].equals(MANY)) {
          meets[i][j] = meets[i][j + 1] || (!ends && meets[i + 1][j]);
        } else {
          meets[i][j] =
              !ends && !otherEnds && agree(words[i], other.words[j]) && meets[i + 1][j + 1];
        }
      }
    }
    return meets[0][0];
  }

  private static boolean agree(String word, String other) {
    return word.equals(ONE) || other.equals(ONE) || word.equals(other);
  }

  /** True when it holds no wildcard. */
  public boolean isExact() {
    return literalWords == words.length;
  }

  public String text() {
    return text;
  }

  /** How many words are not wildcards: of two patterns that match, the larger is more specific. */
  public int literalWords() {
    return literalWords;
  }

  /** Greedy with one point of return, the last {@code #} seen: linear in practice. */
  private boolean matches(String[] type) {
    int at = 0;
    int word = 0;
    int lastMany = -1;
    int resume = 0;
    while (at < type.length) {
      if (word < words.length && words[word].equals(MANY)) {
        lastMany = word++;
        resume = at;
      } else if (word < words.length && (words[word].equals(ONE) || words[word].equals(type[at]))) {
        word++;
        at++;
      } else if (lastMany >= 0) {
        word = lastMany + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (word < words.length && words[word].equals(MANY)) {
      word++;
    }
    return word == words.length;
  }

  private static boolean isWildcard(String word) {
    return word.equals(ONE) || word.equals(MANY);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypePattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
