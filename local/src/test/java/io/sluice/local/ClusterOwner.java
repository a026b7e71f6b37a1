package io.sluice.local;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program that holds a cluster until it is killed; leaves by itself after a while. */
final class ClusterOwner {
  static final String READY = "ready";

  private ClusterOwner() {}

  public static void main(String[] args) throws InterruptedException {
    LocalCluster cluster =
        LocalCluster.builder()
            .dataDir(Path.of(args[0]))
            .kafkaPort(Integer.parseInt(args[1]))
            .registryPort(Integer.parseInt(args[2]))
            .start();
    cluster.createTopic("orders", 1);
    System.out.println(READY);
    if (!new CountDownLatch(1).await(2, TimeUnit.MINUTES)) {
      cluster.close();
    }
  }
}
