package io.sluice.cli;

import io.sluice.local.LocalCluster;
import java.io.PrintWriter;
import java.nio.file.Path;

/** What {@code sluice up} prints once everything runs. */
record UpReport(LocalCluster cluster, int httpPort, int smtpPort, Path dataDir) {
  private static final String DEFAULT_BROKER = "127.0.0.1:9092";
  private static final String DEFAULT_REGISTRY = "http://127.0.0.1:8081/apis/ccompat/v7";

  void print(PrintWriter out) {
    String http = "http://127.0.0.1:" + httpPort;
    out.println();
    out.println("Sluice is up; its data is in " + dataDir + ".");
    out.println("  Kafka            " + cluster.bootstrapServers());
    out.println("  schema registry  " + cluster.schemaRegistryUrl());
    out.println("  health           " + http + "/health/ready");
    out.println("  metrics          " + http + "/metrics");
    out.println("  mail (SMTP)      127.0.0.1:" + smtpPort + ", kept in memory");
    out.println(
        "  pipeline         "
            + UpCommand.PIPELINE
            + ": "
            + UpCommand.SOURCE
            + " -> handlers -> "
            + UpCommand.EMITTED
            + "; statuses in shop.status, dead letters in shop.dlq");
    out.println("  handlers' files  " + dataDir.resolve("examples"));
    out.println();
    out.println("Try next, in another terminal:");
    String broker =
        cluster.bootstrapServers().equals(DEFAULT_BROKER)
            ? ""
            : " --bootstrap-server " + cluster.bootstrapServers();
    String registry =
        cluster.schemaRegistryUrl().equals(DEFAULT_REGISTRY)
            ? ""
            : " --schema-registry " + cluster.schemaRegistryUrl();
    String where = broker + registry;
    out.println(
        "  ./sluice publish --type user.welcome_email --key usr_456"
            + " --data '{\"user_id\":\"usr_456\",\"email\":\"alice@example.com\"}'"
            + where);
    out.println("  ./sluice event <the id it printed>" + where);
    out.println("  ./sluice dlq list" + where);
    out.println("Ctrl-C stops it.");
  }
}
