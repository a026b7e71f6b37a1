package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.local.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code sluice dlq …} for one pipeline, in this process to look, in a child's to be killed. */
record DlqCommands(LocalCluster cluster, String pipeline, Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** In a process of its own. */
  ChildSluice start(String... args) throws IOException {
    return ChildSluice.start(folder, all(args));
  }

  /** In this process. */
  CommandRun run(String... args) {
    return CommandRun.of(all(args));
  }

  /** What it prints with {@code --json}, in this process. */
  JsonNode json(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    CommandRun run = run(all.toArray(String[]::new));
    if (run.exitCode() != 0) {
      throw new AssertionError(run.toString());
    }
    return JSON.readTree(run.out());
  }

  private String[] all(String... args) {
    List<String> all = new ArrayList<>(List.of("dlq"));
    all.addAll(List.of(args));
    all.addAll(
        List.of(
            "--pipeline",
            pipeline,
            "--bootstrap-server",
            cluster.bootstrapServers(),
            "--schema-registry",
            cluster.schemaRegistryUrl()));
    return all.toArray(String[]::new);
  }
}
