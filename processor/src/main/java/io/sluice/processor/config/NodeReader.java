package io.sluice.processor.config;

import io.sluice.schema.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Turns nodes of one file into values. What cannot be read is noted as a mistake and replaced by
 * the default, so that reading goes on to the next mistake.
 */
final class NodeReader {
  private static final String NAMES = "a list of names such as [a, b]";
  private static final String DURATIONS = "a list of durations such as [1s, 5s, 1m]";

  private final EnvironmentText environment;
  private final Mistakes mistakes;

  NodeReader(EnvironmentText environment, Mistakes mistakes) {
    this.environment = environment;
    this.mistakes = mistakes;
  }

  Mistakes mistakes() {
    return mistakes;
  }

  /**
   * One value.
   *
   * @param expected what may stand there, for the message
   * @param parse throws IllegalArgumentException at what it cannot read
   */
  <T> T scalar(
      Node node, List<String> path, String expected, Function<String, T> parse, T otherwise) {
    return scalar(node, path, expected, parse).orElse(otherwise);
  }

  private <T> Optional<T> scalar(
      Node node, List<String> path, String expected, Function<String, T> parse) {
    String text = expanded(node, path, expected);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException e) {
      mistakes.unread(
          node.getStartMark(), path, "expected " + expected + ", found \"" + text + "\"");
      return Optional.empty();
    }
  }

  /** One word of a few. */
  <E extends Enum<E>> E choice(Node node, List<String> path, Words<E> words, E otherwise) {
    String text = expanded(node, path, words.expected());
    if (text == null) {
      return otherwise;
    }
    E found = words.find(text);
    if (found == null) {
      mistakes.unread(
          node.getStartMark(),
          path,
          "expected " + words.expected() + ", found \"" + text + "\"" + words.hint(text));
      return otherwise;
    }
    return found;
  }

  /** A list of texts; a single text is a list of one. */
  List<String> texts(Node node, List<String> path, List<String> otherwise) {
    return list(node, item -> scalar(item, path, NAMES, Function.identity()), otherwise);
  }

  /** A list of durations; a single one is a list of one. */
  List<Duration> durations(Node node, List<String> path, List<Duration> otherwise) {
    return list(node, item -> scalar(item, path, DURATIONS, Durations::parse), otherwise);
  }

  private static <T> List<T> list(Node node, Function<Node, Optional<T>> read, List<T> otherwise) {
    List<Node> items = node instanceof SequenceNode list ? list.getValue() : List.of(node);
    List<T> values = new ArrayList<>();
    for (Node item : items) {
      Optional<T> value = read.apply(item);
      if (value.isEmpty()) {
        return otherwise;
      }
      values.add(value.get());
    }
    return values;
  }

  /** Any value as text, numbers, booleans, lists and maps; null where it cannot be read. */
  @Nullable Object plain(Node node, List<String> path) {
    if (node.isTwoStepsConstruction()) {
      mistakes.unread(node.getStartMark(), path, "holds itself");
      return null;
    }
    if (node instanceof MappingNode mapping) {
      return plainMap(mapping, path);
    }
    if (node instanceof SequenceNode sequence) {
      return plainList(sequence, path);
    }
    String text = expanded(node, path, "a value");
    ScalarNode scalar = (ScalarNode) node;
    // Text from the environment stays text: a password of digits is no number.
    return text == null || !text.equals(scalar.getValue()) ? text : Scalars.typed(scalar);
  }

  private List<Object> plainList(SequenceNode sequence, List<String> path) {
    List<Object> list = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      Object value = plain(item, path);
      if (value != null) {
        list.add(value);
      }
    }
    return list;
  }

  private Map<String, Object> plainMap(MappingNode mapping, List<String> path) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = key(tuple, path);
      if (key == null) {
        continue;
      }
      List<String> at = KeyPath.below(path, key);
      if (map.containsKey(key)) {
        mistakes.add(tuple.getKeyNode().getStartMark(), at, "is there twice");
      }
      Object value = plain(tuple.getValueNode(), at);
      if (value != null) {
        map.put(key, value);
      }
    }
    return map;
  }

  /** The name of a key; null, and a mistake, where the key is not a name. */
  @Nullable String key(NodeTuple tuple, List<String> path) {
    if (tuple.getKeyNode() instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
      return scalar.getValue();
    }
    mistakes.add(tuple.getKeyNode().getStartMark(), path, "expected a name before the colon");
    return null;
  }

  private @Nullable String expanded(Node node, List<String> path, String expected) {
    if (!(node instanceof ScalarNode scalar) || Scalars.isNothing(node)) {
      mistakes.unread(
          node.getStartMark(), path, "expected " + expected + ", found " + Scalars.kind(node));
      return null;
    }
    try {
      return environment.expand(scalar.getValue());
    } catch (IllegalArgumentException e) {
      mistakes.unread(node.getStartMark(), path, String.valueOf(e.getMessage()));
      return null;
    }
  }
}
