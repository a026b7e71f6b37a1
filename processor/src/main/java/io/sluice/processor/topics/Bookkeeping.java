package io.sluice.processor.topics;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which topics may be those where a pipeline keeps its own account, by their names. */
final class Bookkeeping {
  private static final List<String> SUFFIXES =
      List.of(
          ".dlq",
          ".dlq-state",
          ".parking",
          ".parking-state",
          ".retry",
          ".status",
          ".control",
          ".audit",
          ".workflow",
          ".instances");

  private static final List<String> INTERNAL = List.of("-changelog", "-repartition");

  private Bookkeeping() {}

  /**
   * The topics of which one must be there for a topic to be a pipeline's own, each with the name of
   * that pipeline; none for a topic whose name is an ordinary one.
   */
  static Map<String, String> signs(String topic) {
    Map<String, String> signs = new LinkedHashMap<>();
    for (String pipeline : owners(topic)) {
      for (String sign : List.of(pipeline + ".control", pipeline + ".retry")) {
        if (!sign.equals(topic)) {
          signs.put(sign, pipeline);
        }
      }
    }
    return signs;
  }

  private static Set<String> owners(String topic) {
    Set<String> owners = new LinkedHashSet<>();
    for (String suffix : SUFFIXES) {
      if (topic.endsWith(suffix) && topic.length() > suffix.length()) {
        owners.add(topic.substring(0, topic.length() - suffix.length()));
      }
    }
    if (INTERNAL.stream().anyMatch(topic::endsWith)) {
      // <pipeline>-<store>-changelog, and either may have dashes.
      for (int dash = topic.indexOf('-'); dash >= 0; dash = topic.indexOf('-', dash + 1)) {
        if (dash > 0) {
          owners.add(topic.substring(0, dash));
        }
      }
    }
    return owners;
  }
}
