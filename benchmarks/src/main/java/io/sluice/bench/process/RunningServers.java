package io.sluice.bench.process;

import io.sluice.bench.topic.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Broker and registry, in processes of their own. */
public final class RunningServers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Child child;
  private final Servers servers;

  private RunningServers(Child child, Servers servers) {
    this.child = child;
    this.servers = servers;
  }

  /** Starts both and returns when they answer. */
  public static RunningServers start(Children children, Path data)
      throws IOException, InterruptedException {
    Child child =
        children.start(Jdk.current(), ServersProcess.class, "servers", List.of(data.toString()));
    String[] addresses =
        child
            .hear(ServersProcess.READY, PATIENCE)
            .orElseThrow(() -> new IOException("the broker did not start; see servers.log"))
            .split(" ");
    return new RunningServers(child, new Servers(addresses[0], addresses[1]));
  }

  public Servers servers() {
    return servers;
  }

  /** Not asked to close in peace: its data goes with it. The registry sees the end by itself. */
  @Override
  public void close() {
    child.close();
  }
}
