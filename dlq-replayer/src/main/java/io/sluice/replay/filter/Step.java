package io.sluice.replay.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One step of a path: into an object by name, or into an array by index. */
sealed interface Step {

  /** Where the step leads; null when there is nothing. */
  @Nullable JsonNode from(JsonNode node);

  /** As it stands in a filter, after what it is a step of. */
  String text();

  record Name(String value) implements Step {
    private static final Pattern PLAIN = Pattern.compile("[\\w$-]+(\\.[\\w$-]+)*");
    private static final Pattern PLAIN_IN_PATH = Pattern.compile("[\\w$-]+");

    @Override
    public @Nullable JsonNode from(JsonNode node) {
      return node.get(value);
    }

    @Override
    public String text() {
      return "." + (PLAIN_IN_PATH.matcher(value).matches() ? value : Quoted.of(value));
    }

    /** The whole of what follows {@code header} or {@code label}, where a dot is a letter. */
    String textOfWhole() {
      return "." + (PLAIN.matcher(value).matches() ? value : Quoted.of(value));
    }
  }

  record Index(int value) implements Step {
    @Override
    public @Nullable JsonNode from(JsonNode node) {
      return node.isArray() ? node.get(value) : null;
    }

    @Override
    public String text() {
      return "[" + value + "]";
    }
  }
}
