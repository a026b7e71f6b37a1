package io.sluice.processor.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds all patterns that match a key, without looking at those that do not begin like it.
 *
 * <p>RabbitMQ's rules: words are what stands between dots, and may be empty: {@code a..b} has three
 * and {@code .} has two. A key of no characters has no word at all, so that {@code #} matches it
 * and {@code *} does not. {@code *} is one word, {@code #} any number of words; several {@code #}
 * side by side are as one.
 *
 * <p>The key is read once, from left to right, with all nodes in hand that what was read so far
 * leads to: there is nothing to go back for, whatever the number of {@code #}. Thread-safe once
 * filled; filling is not.
 *
 * @param <V> what is found
 */
final class TopicTrie<V> {
  static final String ONE = "*";
  static final String MANY = "#";

  private final Node<V> root = new Node<>(false);

  private static final class Node<V> {
    private final boolean many;
    private final Map<String, Node<V>> words = new HashMap<>();
    private final List<V> values = new ArrayList<>(1);
    private @Nullable Node<V> anyWord;
    private @Nullable Node<V> anyWords;

    Node(boolean many) {
      this.many = many;
    }

    Node<V> below(String word) {
      return switch (word) {
        case ONE -> belowAnyWord();
        case MANY -> belowAnyWords();
        default -> words.computeIfAbsent(word, any -> new Node<>(false));
      };
    }

    private Node<V> belowAnyWord() {
      Node<V> node = anyWord == null ? new Node<>(false) : anyWord;
      anyWord = node;
      return node;
    }

    /** A second # in a row adds nothing to the first. */
    private Node<V> belowAnyWords() {
      if (many) {
        return this;
      }
      Node<V> node = anyWords == null ? new Node<>(true) : anyWords;
      anyWords = node;
      return node;
    }

    /** Here, and where an empty run of words leads. */
    void enter(Set<Node<V>> nodes) {
      nodes.add(this);
      if (anyWords != null) {
        nodes.add(anyWords);
      }
    }

    void step(String word, Set<Node<V>> nodes) {
      if (many) {
        nodes.add(this);
      }
      enterIfThere(words.get(word), nodes);
      enterIfThere(anyWord, nodes);
    }

    private static <V> void enterIfThere(@Nullable Node<V> node, Set<Node<V>> nodes) {
      if (node != null) {
        node.enter(nodes);
      }
    }
  }

  /** Has {@code value} found by every key that the pattern matches. */
  void add(String pattern, V value) {
    Node<V> node = root;
    for (String word : words(pattern)) {
      node = node.below(word);
    }
    node.values.add(value);
  }

  /** The values of all patterns that match, each as often as it was added, in no set order. */
  Collection<V> find(String key) {
    Set<Node<V>> here = new LinkedHashSet<>();
    root.enter(here);
    for (String word : words(key)) {
      Set<Node<V>> next = new LinkedHashSet<>();
      for (Node<V> node : here) {
        node.step(word, next);
      }
      here = next;
    }
    List<V> found = new ArrayList<>();
    here.forEach(node -> found.addAll(node.values));
    return found;
  }

  /** What stands between the dots; nothing at all in a key of no characters. */
  static List<String> words(String key) {
    if (key.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', start)) {
      words.add(key.substring(start, dot));
      start = dot + 1;
    }
    words.add(key.substring(start));
    return words;
  }
}
