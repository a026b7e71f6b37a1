package io.sluice.bench.contestant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The {@code pipeline.yaml} of a run. Settings are keys of that file with dots between the levels,
 * such as {@code dedupe.enabled}; they are set over what every run has. Written as JSON, which is
 * YAML too.
 */
final class SluiceConfigText {
  private SluiceConfigText() {}

  static String of(Surroundings surroundings) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("pipeline", surroundings.run());
    surroundings.topics().forEach(root.putArray("sources")::add);
    root.put("publish_to", surroundings.topics().get(0));
    root.putObject("kafka").put("bootstrap.servers", surroundings.servers().bootstrapServers());
    root.putObject("schema_registry")
        .put("schema.registry.url", surroundings.servers().registryUrl());
    root.put("state_dir", surroundings.folder().resolve("state").toString());
    root.putObject("http").put("host", "127.0.0.1").put("port", 0);
    root.putObject("retry")
        .putObject("backoff")
        .put("delay", "1s")
        .put("multiplier", 1.0)
        .put("jitter", 0.0);
    for (Map.Entry<String, String> setting : surroundings.settings().entrySet()) {
      put(root, setting.getKey(), setting.getValue());
    }
    return root.toPrettyString();
  }

  private static void put(ObjectNode root, String key, String value) {
    ObjectNode level = root;
    String[] words = key.split("\\.");
    for (int i = 0; i < words.length - 1; i++) {
      level = level.withObject("/" + words[i]);
    }
    String last = words[words.length - 1];
    if (value.equals("true") || value.equals("false")) {
      level.put(last, Boolean.parseBoolean(value));
    } else if (value.matches("-?[0-9]{1,9}")) {
      level.put(last, Integer.parseInt(value));
    } else {
      level.put(last, value);
    }
  }
}
