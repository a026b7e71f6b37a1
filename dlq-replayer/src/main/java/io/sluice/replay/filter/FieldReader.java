package io.sluice.replay.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the field that a word of a filter names. */
final class FieldReader {
  private final String word;
  private int at;

  private FieldReader(String word, int at) {
    this.word = word;
    this.at = at;
  }

  /**
   * @throws IllegalArgumentException when there is no such field; tells the nearest
   */
  static Field read(String word) {
    Optional<FieldName> whole = named(word).filter(name -> !name.needsName());
    if (whole.isPresent()) {
      return Field.of(whole.get());
    }
    int end = (int) word.chars().takeWhile(c -> c != '.' && c != '[').count();
    Optional<FieldName> root =
        named(word.substring(0, end)).filter(name -> name == FieldName.DATA || name.needsName());
    if (root.isEmpty()) {
      throw new IllegalArgumentException(unknown(word, end));
    }
    FieldReader reader = new FieldReader(word, end);
    return new Field(
        root.get(), root.get().needsName() ? List.of(reader.name(root.get())) : reader.path());
  }

  private Step name(FieldName of) {
    String rest = word.substring(Math.min(word.length(), at + 1));
    boolean isQuoted = rest.startsWith("\"") || rest.startsWith("'");
    Step.Name name = isQuoted ? quoted(at + 1) : new Step.Name(rest);
    boolean isWhole =
        isQuoted ? at == word.length() : rest.chars().noneMatch(c -> "[]\"'".indexOf(c) >= 0);
    if (name.value().isEmpty()
        || word.charAt(word.length() - rest.length() - 1) != '.'
        || !isWhole) {
      throw new IllegalArgumentException(
          of.text()
              + " takes one name, as in "
              + of.text()
              + ".region or "
              + of.text()
              + ".\"x y\"");
    }
    return name;
  }

  private List<Step> path() {
    List<Step> steps = new ArrayList<>();
    while (at < word.length()) {
      steps.add(word.charAt(at) == '[' ? index() : member());
    }
    return steps;
  }

  private Step index() {
    int end = word.indexOf(']', at);
    String digits = word.substring(at + 1, end);
    at = end + 1;
    try {
      return new Step.Index(Integer.parseInt(digits));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no array is so long: [" + digits + "]", e);
    }
  }

  private Step member() {
    int start = word.charAt(at) == '.' ? at + 1 : at;
    if (start == at || start == word.length() || ".[".indexOf(word.charAt(start)) >= 0) {
      throw new IllegalArgumentException(
          "in " + word + " a name is missing; a path is as data.items[0].name or data.\"x y\"");
    }
    if (word.charAt(start) == '"' || word.charAt(start) == '\'') {
      return quoted(start);
    }
    int end = start;
    while (end < word.length() && ".[\"'".indexOf(word.charAt(end)) < 0) {
      end++;
    }
    at = end;
    return new Step.Name(word.substring(start, end));
  }

  /** The lexer has seen to it that the quotes are closed. */
  private Step.Name quoted(int start) {
    Token token = new Lexer(word.substring(start)).next();
    at = start + token.text().length();
    return new Step.Name(token.literal() instanceof Literal.Text text ? text.value() : "");
  }

  private static Optional<FieldName> named(String text) {
    return Arrays.stream(FieldName.values()).filter(name -> name.text().equals(text)).findFirst();
  }

  private static String unknown(String word, int rootEnd) {
    String lower = word.toLowerCase(Locale.ROOT);
    String root = lower.substring(0, rootEnd);
    Optional<String> near =
        Arrays.stream(FieldName.values())
            .map(FieldName::text)
            .min(
                Comparator.comparingInt(
                    name -> Math.min(distance(name, lower), distance(name, root))))
            .filter(
                name ->
                    Math.min(distance(name, lower), distance(name, root))
                        <= Math.max(1, name.length() / 3));
    return "there is no field "
        + word
        + near.map(name -> "; did you mean " + name + "?")
            .orElseGet(
                () ->
                    "; fields are "
                        + Arrays.stream(FieldName.values())
                            .map(
                                name ->
                                    name.text()
                                        + (name.needsName() || name == FieldName.DATA ? ".…" : ""))
                            .collect(Collectors.joining(", ")));
  }

  /** Letters to put in, take out or change to make one of the other (Levenshtein). */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > a.length()) {
      return Integer.MAX_VALUE;
    }
    int[] row = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
