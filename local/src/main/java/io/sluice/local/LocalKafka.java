package io.sluice.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node, broker and controller in one, in this process. The folder keeps its cluster id
 * and its data; ports may differ from start to start. Not thread-safe: {@link LocalCluster} guards
 * it.
 */
final class LocalKafka {
  static final String PORT_OPTION = "--kafka-port";
  private static final int TRIES = 3;
  private static final Logger log = LoggerFactory.getLogger(LocalKafka.class);

  private final Path folder;
  private final Map<String, String> settings;
  private int port;
  private @Nullable KafkaRaftServer server;

  /**
   * @param port where clients connect; 0 = a free port, chosen at the first start and then kept
   * @param settings of the broker, beside the usual ones
   */
  LocalKafka(Path folder, int port, Map<String, String> settings) {
    this.folder = folder;
    this.settings = Map.copyOf(settings);
    this.port = port;
  }

  int port() {
    return port;
  }

  /**
   * @throws LocalPortInUseException if the port that was asked for is taken
   * @throws LocalStartException if the broker does not start
   */
  void start() {
    if (server != null) {
      return;
    }
    if (port != 0) {
      LoopbackPort.requireFree(port, PORT_OPTION);
    }
    format();
    for (int attempt = 1; server == null; attempt++) {
      int brokerPort = port != 0 ? port : LoopbackPort.free();
      try {
        server = launch(brokerPort, LoopbackPort.free());
        port = brokerPort;
      } catch (RuntimeException e) {
        if (!tookTooLateAPort(e) || attempt == TRIES) {
          throw new LocalStartException(
              "the Kafka broker did not start on the data in " + folder + ": " + e.getMessage(), e);
        }
        log.info("A free port was taken before the broker could bind it; trying others", e);
      }
    }
  }

  private void format() {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    try {
      Files.createDirectories(folder);
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(BrokerSettings.NODE_ID)
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .setMetadataLogDirectory(folder.toString())
          .setIgnoreFormatted(true)
          .addDirectory(folder.toString())
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (IOException e) {
      throw new LocalStartException("cannot prepare the data folder " + folder + ": " + e, e);
    } catch (Exception e) { // declared by Formatter.run
      throw new LocalStartException("Kafka cannot format the data folder " + folder, e);
    }
  }

  private KafkaRaftServer launch(int brokerPort, int controllerPort) {
    KafkaConfig config =
        KafkaConfig.fromProps(
            BrokerSettings.of(folder, brokerPort, controllerPort, settings), false);
    KafkaRaftServer starting = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      starting.startup();
    } catch (RuntimeException e) {
      starting.shutdown();
      throw e;
    }
    log.info(
        "Kafka listens on {}:{}, data in {}",
        LoopbackPort.HOST,
        Integer.valueOf(brokerPort),
        folder);
    return starting;
  }

  private static boolean tookTooLateAPort(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof BindException) {
        return true;
      }
    }
    return false;
  }

  void stop() {
    KafkaRaftServer running = server;
    if (running != null) {
      server = null;
      running.shutdown();
      running.awaitShutdown();
    }
  }
}
