package io.sluice.processor.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:-default}} in a text. As in a shell, the default also
 * stands in for a variable that is set to nothing; {@code $${} is a plain {@code ${}.
 */
final class EnvironmentText {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-([^}]*))?}|\\$\\{");

  private final Map<String, String> env;

  EnvironmentText(Map<String, String> env) {
    this.env = env;
  }

  /**
   * The text with its references replaced.
   *
   * @throws IllegalArgumentException with what is wrong with a reference
   */
  String expand(String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(valueOf(matcher, text)));
    }
    return matcher.appendTail(expanded).toString();
  }

  private String valueOf(Matcher reference, String text) {
    if (reference.group().equals("$${")) {
      return "${";
    }
    String name = reference.group(1);
    if (name == null) {
      throw new IllegalArgumentException(
          "expected ${NAME} or ${NAME:-default} (or $${ for a plain ${), found \"" + text + "\"");
    }
    String value = env.get(name);
    String otherwise = reference.group(3);
    if (otherwise != null && (value == null || value.isEmpty())) {
      return otherwise;
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "environment variable "
              + name
              + " is not set; set it, or give a default: ${"
              + name
              + ":-…}");
    }
    return value;
  }
}
