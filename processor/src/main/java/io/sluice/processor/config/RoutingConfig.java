package io.sluice.processor.config;

import io.sluice.processor.routing.Binding;
import io.sluice.processor.routing.Destination;
import io.sluice.processor.routing.RoutingTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@code routing.yaml} says of routing, checked: what is read, and where it goes. Immutable.
 *
 * @param sources the topics that are read, at least one; no binding leads to one of them
 * @param table exchanges and bindings
 */
public record RoutingConfig(List<String> sources, RoutingTable table) {
  /** Keeps a copy; refuses a table that would send events round and round. */
  public RoutingConfig {
    sources = List.copyOf(sources);
    Checks checks = new Checks();
    checks.require(!sources.isEmpty(), "sources", "is missing; name at least one topic");
    for (String source : sources) {
      checks.require(
          !table.topics().contains(source),
          "bindings",
          source + " is a source of this router: its events would come back for ever");
    }
    checks.done();
  }

  /**
   * Every topic that a binding leads to, with the place of the first that does: file, line and
   * column, empty for one made in code.
   */
  public Map<String, String> destinations() {
    Map<String, String> places = new LinkedHashMap<>();
    for (Binding binding : table.bindings()) {
      if (binding.to() instanceof Destination.Topic topic) {
        places.putIfAbsent(topic.name(), binding.place());
      }
    }
    return places;
  }

  /**
   * Reads a {@code routing.yaml}, or the one that a {@code pipeline.yaml} names.
   *
   * @throws ConfigException with every mistake found, and where each one is
   */
  public static RoutingConfig load(Path yaml, Map<String, String> env) {
    if (!RouterReader.isPipeline(yaml)) {
      return new RouterReader(yaml, env).routing();
    }
    PipelineConfig pipeline = PipelineConfig.load(yaml, env);
    return inside(pipeline, env)
        .orElseThrow(
            () ->
                new ConfigException(
                    List.of(
                        yaml
                            + ": pipeline "
                            + pipeline.pipeline()
                            + " has no router; add routing: routing.yaml to it, or name a"
                            + " routing.yaml")));
  }

  /**
   * As {@link #load}, but refuses all that whoever runs it refuses: of a router that runs alone
   * also its settings, and bindings that lead to topics of its own.
   *
   * @throws ConfigException with every mistake found, and where each one is
   */
  public static RoutingConfig check(Path yaml, Map<String, String> env) {
    return !RouterReader.isPipeline(yaml) && RouterReader.isRouter(yaml)
        ? RouterConfig.load(yaml, env).routing()
        : load(yaml, env);
  }

  /**
   * The router that runs inside a pipeline; empty where it has none.
   *
   * @throws ConfigException when its file has mistakes, or does not go with the pipeline
   */
  public static Optional<RoutingConfig> inside(PipelineConfig pipeline, Map<String, String> env) {
    if (pipeline.routing().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new RouterReader(Path.of(pipeline.routing()), env).routingInside(pipeline));
  }
}
