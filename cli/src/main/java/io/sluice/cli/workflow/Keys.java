package io.sluice.cli.workflow;

import io.sluice.processor.config.Nearest;
import io.sluice.schema.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The keys and values of one place in the file. What is absent, or cannot be read and is noted as a
 * mistake, is null. Not thread-safe.
 */
final class Keys {
  private static final String DURATION = "a duration such as 200ms, 30s, 5m, 24h or 7d";
  private static final String INSTANT = "a point in time such as 2026-11-24T18:00:00Z";

  private final MappingNode node;
  private final FileMistakes mistakes;
  private final Map<String, ScalarNode> names = new LinkedHashMap<>();
  private final Map<String, Node> values = new LinkedHashMap<>();

  Keys(MappingNode node, FileMistakes mistakes) {
    this.node = node;
    this.mistakes = mistakes;
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
        mistakes.add(tuple.getKeyNode(), "expected a name before the colon");
      } else if (names.putIfAbsent(name.getValue(), name) != null) {
        mistakes.add(name, name.getValue() + ": is there twice");
      } else {
        values.put(name.getValue(), tuple.getValueNode());
      }
    }
  }

  void refuseOthers(List<String> allowed) {
    names.forEach(
        (name, at) -> {
          if (!allowed.contains(name)) {
            String hint =
                Nearest.to(name, allowed).map(near -> "; did you mean " + near + "?").orElse("");
            mistakes.add(
                at,
                name + ": unknown key" + hint + " (allowed: " + String.join(", ", allowed) + ")");
          }
        });
  }

  Node node() {
    return node;
  }

  Set<String> names() {
    return names.keySet();
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  @Nullable Node value(String name) {
    return values.get(name);
  }

  /** Where a value stands, or, in want of it, what it would belong to. */
  Node at(String name) {
    Node value = values.get(name);
    return value == null ? node : value;
  }

  @Nullable String text(String name) {
    return read(name, "text", Function.identity());
  }

  @Nullable Duration duration(String name) {
    return read(name, DURATION, Durations::parse);
  }

  @Nullable Instant instant(String name) {
    return read(name, INSTANT, Keys::instantOf);
  }

  boolean isTrue(String name) {
    Boolean value = read(name, "true or false", Keys::bool);
    return value != null && value;
  }

  /** One value, made by a parser that throws IllegalArgumentException at what it cannot read. */
  <T> @Nullable T read(String name, String expected, Function<String, T> parse) {
    Node value = values.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ScalarNode scalar) || YamlJson.isNothing(value)) {
      mistakes.add(value, name + ": expected " + expected + ", found " + YamlJson.kind(value));
      return null;
    }
    try {
      return parse.apply(scalar.getValue());
    } catch (IllegalArgumentException e) {
      mistakes.add(value, name + ": expected " + expected + ", found " + YamlJson.kind(value));
      return null;
    }
  }

  @Nullable List<Node> list(String name, String of) {
    Node value = values.get(name);
    if (value instanceof SequenceNode list && !list.isTwoStepsConstruction()) {
      return list.getValue();
    }
    mistakes.add(
        at(name),
        name
            + ": expected a list of "
            + of
            + ", found "
            + (value == null ? "nothing" : YamlJson.kind(value)));
    return null;
  }

  @Nullable Keys section(String name) {
    Node value = values.get(name);
    if (value instanceof MappingNode mapping && !mapping.isTwoStepsConstruction()) {
      return new Keys(mapping, mistakes);
    }
    if (value != null) {
      mistakes.add(value, name + ": expected keys and values, found " + YamlJson.kind(value));
    }
    return null;
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  static Instant instantOf(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a point in time: " + text, e);
    }
  }
}
