package io.sluice.bench.workload;

import io.sluice.bench.contestant.Kind;
import io.sluice.bench.contestant.SluiceKeys;
import io.sluice.bench.measure.Task;
import io.sluice.bench.process.Jdk;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A contestant in a workload.
 *
 * @param id how it is chosen on the command line: its family, or more exactly
 * @param title how it is called in the table
 * @param task what its handler does
 * @param jdk what it runs on; empty: there is none here that it could run on
 * @param settings how it is set up
 */
public record Entry(
    String id, String title, Kind kind, Task task, Optional<Jdk> jdk, Settings settings) {

  /**
   * The settings of a contestant.
   *
   * @param fixed what it always has
   * @param needed keys of pipeline.yaml that it is about: without them it is not run
   * @param tuning keys of pipeline.yaml that help it: left out where they are refused
   */
  public record Settings(
      Map<String, String> fixed, Map<String, String> needed, Map<String, String> tuning) {

    static Settings of(Map<String, String> fixed) {
      return new Settings(fixed, Map.of(), Map.of());
    }
  }

  /** Why it cannot be run here; empty when it can. */
  public Optional<String> obstacle(SluiceKeys keys) {
    if (jdk.isEmpty()) {
      return Optional.of("no JDK of the version that it needs was found");
    }
    return keys.refusal(settings.needed()).map(why -> "this build does not take it: " + why);
  }

  /** What it is started with. */
  Map<String, String> settingsFor(SluiceKeys keys) {
    Map<String, String> all = new LinkedHashMap<>(settings.fixed());
    all.putAll(keys.taken(settings.tuning()));
    all.putAll(settings.needed());
    return all;
  }

  /** Whether a name on the command line means it: its own id, or its family's. */
  public boolean isCalled(String name) {
    return id.equals(name) || id.startsWith(name + "-");
  }
}
