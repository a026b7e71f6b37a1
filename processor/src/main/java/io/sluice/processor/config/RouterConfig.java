package io.sluice.processor.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * All settings of one router that runs alone, checked. Immutable.
 *
 * @param settings what it has in common with a pipeline: its name, its sources, the clients, the
 *     threads, HTTP; it has no handlers
 * @param routing where events go
 */
public record RouterConfig(PipelineConfig settings, RoutingConfig routing) {
  /**
   * Reads a {@code routing.yaml}. {@code ${NAME}} and {@code ${NAME:-default}} in its values are
   * replaced from the environment.
   *
   * @throws ConfigException with every mistake found, and where each one is
   */
  public static RouterConfig load(Path yaml, Map<String, String> env) {
    return new RouterReader(yaml, env).router();
  }

  /** The name: application id, consumer group, and first part of its own topics' names. */
  public String router() {
    return settings.pipeline();
  }
}
