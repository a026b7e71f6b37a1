package io.sluice.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML as JSON, understood as YAML 1.2 does: no, on and 1:30 are text; numbers keep their digits.
 */
final class YamlJson {
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,999})");
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]{0,999})(\\.[0-9]{1,999})?([eE][-+]?[0-9]{1,3})?");
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  private final FileMistakes mistakes;

  YamlJson(FileMistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** Null, and a mistake, where there is no such JSON. */
  @Nullable JsonNode of(Node node) {
    if (node.isTwoStepsConstruction()) {
      mistakes.add(node, "data: holds itself");
      return null;
    }
    if (node instanceof MappingNode mapping) {
      return object(mapping);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JSON.arrayNode();
      for (Node item : sequence.getValue()) {
        @Nullable JsonNode value = of(item);
        if (value != null) {
          array.add(value);
        }
      }
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private ObjectNode object(MappingNode mapping) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        mistakes.add(tuple.getKeyNode(), "data: expected a name before the colon");
        continue;
      }
      if (object.has(key.getValue())) {
        mistakes.add(key, "data: \"" + key.getValue() + "\" is there twice");
      }
      @Nullable JsonNode value = of(tuple.getValueNode());
      if (value != null) {
        object.set(key.getValue(), value);
      }
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    if (isNothing(scalar)) {
      return JSON.nullNode();
    }
    if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
      return JSON.textNode(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    if (WHOLE.matcher(text).matches()) {
      BigInteger number = new BigInteger(text);
      return number.bitLength() < Long.SIZE
          ? JSON.numberNode(number.longValue())
          : JSON.numberNode(number);
    }
    return DECIMAL.matcher(text).matches()
        ? JSON.numberNode(new BigDecimal(text))
        : JSON.textNode(text);
  }

  /** A value left out, or written as null. */
  static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && NOTHING.contains(scalar.getValue());
  }

  /** What a reader of the file would call the node. */
  static String kind(Node node) {
    if (node instanceof MappingNode) {
      return "keys and values";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    return isNothing(node) ? "nothing" : "\"" + ((ScalarNode) node).getValue() + "\"";
  }
}
