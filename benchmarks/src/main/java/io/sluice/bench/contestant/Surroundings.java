package io.sluice.bench.contestant;

import io.sluice.bench.topic.Servers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a contestant is started with.
 *
 * @param topics what it reads
 * @param run a name that no other run has: for its group, its topics, its transactions
 * @param folder where it may keep files
 * @param settings its own, by name
 */
public record Surroundings(
    Servers servers, List<String> topics, String run, Path folder, Map<String, String> settings) {

  /** Where a contestant that emits events emits them to. */
  public String emittedTopic() {
    return run + ".emitted";
  }

  /** Whether that contestant emits an event for each that it handles. */
  public boolean emits(Kind kind) {
    return kind == Kind.STREAMS || is(SluicePipeline.EMITS);
  }

  /** The same without these settings, which are not the contestant's. */
  public Surroundings without(List<String> names) {
    Map<String, String> others = new LinkedHashMap<>(settings);
    others.keySet().removeAll(names);
    return new Surroundings(servers, topics, run, folder, others);
  }

  /** A setting that must be there and be a number. */
  public int number(String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the setting " + name + " is missing");
    }
    return Integer.parseInt(value);
  }

  boolean is(String name) {
    return Boolean.parseBoolean(settings.getOrDefault(name, "false"));
  }
}
