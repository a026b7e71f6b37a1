package io.sluice.processor.config;

import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * How a single value of a YAML file is understood: as YAML 1.2 does, so that no, on and 1:30 are
 * plain text.
 */
final class Scalars {
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)\\.[0-9]+");

  private Scalars() {}

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

  /** A value left out, or written as null. */
  static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && NOTHING.contains(scalar.getValue());
  }

  /**
   * An unquoted value as a boolean or number, but only where its text can be had back from it: a
   * version 1.10 or a zip code 01234 stays the text that was written.
   */
  static Object typed(ScalarNode scalar) {
    String text = scalar.getValue();
    if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
      return text;
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (WHOLE.matcher(text).matches() && !text.equals("-0")) {
      long number = Long.parseLong(text);
      if (number == (int) number) {
        return (int) number;
      }
      return number;
    }
    if (DECIMAL.matcher(text).matches() && text.equals(Double.toString(Double.parseDouble(text)))) {
      return Double.valueOf(text);
    }
    return text;
  }
}
