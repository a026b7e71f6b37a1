package io.sluice.replay.letter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** JSON nested so deep that writing or walking it would end in an overflow of the stack. */
final class TooDeepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Half of what Jackson writes, so that it can be put into other JSON. */
  static final int DEEPEST = 500;

  private TooDeepException() {
    super("It is nested deeper than " + DEEPEST + " levels.", null, false, false);
  }

  /**
   * The same JSON.
   *
   * @throws TooDeepException when it is
   */
  static JsonNode check(JsonNode json) {
    List<JsonNode> level = List.of(json);
    for (int depth = 0; !level.isEmpty(); depth++) {
      if (depth > DEEPEST) {
        throw new TooDeepException();
      }
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : level) {
        for (JsonNode child : node) {
          if (child.isContainerNode()) {
            next.add(child);
          }
        }
      }
      level = next;
    }
    return json;
  }
}
