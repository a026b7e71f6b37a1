package io.sluice.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** What a broker for one machine is started with. */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", Integer.toString(NODE_ID)),
          Map.entry("controller.listener.names", CONTROLLER),
          Map.entry("inter.broker.listener.name", "PLAINTEXT"),
          Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
          // One node: one copy of everything, and few partitions to open at the start.
          Map.entry("default.replication.factor", "1"),
          Map.entry("min.insync.replicas", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          // A misspelt topic is an error here as in production.
          Map.entry("auto.create.topics.enable", "false"),
          // After a kill the controller takes the broker for its own double until this session has
          // run out; by default 9 s.
          Map.entry("broker.session.timeout.ms", "3000"),
          Map.entry("broker.heartbeat.interval.ms", "500"),
          // Nobody waits for a second member that will not come, nor long for one that was killed.
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
          Map.entry("group.min.session.timeout.ms", "1000"),
          Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
          // The heap is shared with whoever started the cluster; the cleaner alone takes 128 MB by
          // default.
          Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(32 * 1024 * 1024)),
          Map.entry("background.threads", "2"),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"),
          Map.entry("num.recovery.threads.per.data.dir", "2"));

  private BrokerSettings() {}

  /**
   * @param more settings that go before those here
   */
  static Properties of(Path folder, int brokerPort, int controllerPort, Map<String, String> more) {
    String broker = LoopbackPort.HOST + ":" + brokerPort;
    String controller = LoopbackPort.HOST + ":" + controllerPort;
    Properties settings = new Properties();
    settings.putAll(FIXED);
    settings.setProperty("log.dirs", folder.toString());
    settings.setProperty("listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller);
    settings.setProperty("advertised.listeners", "PLAINTEXT://" + broker);
    settings.setProperty("controller.quorum.voters", NODE_ID + "@" + controller);
    settings.putAll(more);
    return settings;
  }
}
