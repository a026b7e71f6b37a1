package io.sluice.bench.process;

import io.sluice.local.LocalCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process of the broker, with the registry as a child of its own. Ends with its input. */
public final class ServersProcess {
  /** In front of the two addresses. */
  static final String READY = "READY ";

  private ServersProcess() {}

  /**
   * @param args the folder to keep data in
   */
  public static void main(String[] args) throws IOException {
    try (LocalCluster cluster = LocalCluster.builder().dataDir(Path.of(args[0])).start()) {
      new PrintStream(System.out, true, StandardCharsets.UTF_8)
          .println(READY + cluster.bootstrapServers() + " " + cluster.schemaRegistryUrl());
      while (System.in.read() >= 0) {
        // Nothing is ever said but the end.
      }
    }
    Runtime.getRuntime().halt(0);
  }
}
