package io.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker in this process and a schema registry in a child process, on 127.0.0.1 only, with
 * their data in one folder that survives restarts.
 *
 * <p>Installs no shutdown hook, since it could not know what still drains through the broker:
 * whoever owns it closes it last. A JVM that ends without closing it, even by {@code kill -9},
 * leaves no process behind (the registry sees the end of its standard input) and no broken data.
 *
 * <p>Logs of the broker go to SLF4J, those of the registry to {@code registry/registry.log} in the
 * folder. Thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
  private final Path dataDir;
  private final boolean temporary;
  private final FolderLock lock;
  private final LocalKafka kafka;
  private final LocalRegistry registry;

  private LocalCluster(Builder builder) throws IOException {
    Path given = builder.dataDir;
    temporary = given == null;
    dataDir =
        given == null
            ? Files.createTempDirectory("sluice-local")
            : given.toAbsolutePath().normalize();
    lock = FolderLock.take(dataDir);
    kafka = new LocalKafka(dataDir.resolve("kafka"), builder.kafkaPort, builder.brokerSettings);
    registry = new LocalRegistry(dataDir.resolve("registry"), builder.registryPort);
  }

  /** A cluster with both servers on free ports in a temporary folder, until told otherwise. */
  public static Builder builder() {
    return new Builder();
  }

  private synchronized void start(boolean withBroker, boolean withRegistry) {
    try {
      if (withRegistry) {
        registry.launch();
      }
      if (withBroker) {
        kafka.start();
      }
      registry.awaitReady();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Where Kafka clients connect, {@code 127.0.0.1:PORT}; the same for the life of this cluster.
   *
   * @throws IllegalStateException if this cluster has never had a broker
   */
  public synchronized String bootstrapServers() {
    if (kafka.port() == 0) {
      throw new IllegalStateException("this local cluster was started without a broker");
    }
    return LoopbackPort.HOST + ":" + kafka.port();
  }

  /**
   * Where schema registry clients connect, {@code http://127.0.0.1:PORT/apis/ccompat/v7}; the same
   * for the life of this cluster.
   *
   * @throws IllegalStateException if this cluster has never had a registry
   */
  public synchronized String schemaRegistryUrl() {
    if (registry.port() == 0) {
      throw new IllegalStateException("this local cluster was started without a schema registry");
    }
    return registry.url();
  }

  /** Whether this cluster has, or had before it was stopped, a registry. */
  synchronized boolean hasRegistry() {
    return registry.port() != 0;
  }

  /** The folder with all data, absolute. */
  public Path dataDir() {
    return dataDir;
  }

  /**
   * Creates a topic and returns when every partition can be written to. Does nothing but wait where
   * the topic is there already with as many partitions.
   *
   * @throws IllegalArgumentException if it is there with another number of partitions
   * @throws LocalStartException if the broker refuses, or does not answer within 30 s
   */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  /**
   * As {@link #createTopic(String, int)}, with settings of the topic's own.
   *
   * @param configs Kafka's topic settings, such as {@code cleanup.policy}
   */
  public void createTopic(String name, int partitions, Map<String, String> configs) {
    new TopicCreation(bootstrapServers()).create(name, partitions, configs);
  }

  /** Stops the registry and waits for its end; its data stays. No effect where none runs. */
  public synchronized void stopRegistry() {
    registry.stop();
  }

  /**
   * Starts the registry on the port it had, or for the first time, and waits until it answers. No
   * effect where it runs.
   *
   * @throws LocalClusterException if its port is taken, or it does not start
   */
  public synchronized void startRegistry() {
    registry.launch();
    registry.awaitReady();
  }

  /** Stops the broker; its data stays. No effect where none runs. */
  public synchronized void stopBroker() {
    kafka.stop();
  }

  /**
   * Starts the broker on the port it had, or for the first time. No effect where it runs.
   *
   * @throws LocalClusterException if its port is taken, or it does not start
   */
  public synchronized void startBroker() {
    kafka.start();
  }

  /** Stops both servers and lets go of the folder; removes it if it was a temporary one. */
  @Override
  public synchronized void close() {
    try {
      kafka.stop();
    } finally {
      registry.stop();
      lock.close();
    }
    if (temporary) {
      try {
        Folders.delete(dataDir);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remove " + dataDir, e);
      }
    }
  }

  /** Collects what a {@link LocalCluster} is to be. Not thread-safe. */
  public static final class Builder {
    private @Nullable Path dataDir;
    private int kafkaPort;
    private int registryPort;
    private final Map<String, String> brokerSettings = new HashMap<>();
    private boolean withBroker = true;
    private boolean withRegistry = true;

    private Builder() {}

    /** The folder to keep data in, made where there is none. Default: a temporary one. */
    public Builder dataDir(Path folder) {
      dataDir = folder;
      return this;
    }

    /** The broker's port; 0, the default, means any free one. */
    public Builder kafkaPort(int port) {
      kafkaPort = port;
      return this;
    }

    /** The registry's port; 0, the default, means any free one. */
    public Builder registryPort(int port) {
      registryPort = port;
      return this;
    }

    /** A setting of the broker, such as {@code authorizer.class.name}; may be given many times. */
    public Builder brokerSetting(String name, String value) {
      brokerSettings.put(name, value);
      return this;
    }

    /** Whether a broker is started; by default it is. */
    public Builder withBroker(boolean wanted) {
      withBroker = wanted;
      return this;
    }

    /** Whether a schema registry is started; by default it is. */
    public Builder withRegistry(boolean wanted) {
      withRegistry = wanted;
      return this;
    }

    /**
     * Starts the servers and returns when both answer, after about three seconds the first time.
     *
     * @throws LocalPortInUseException if a port that was asked for is taken
     * @throws LocalFolderInUseException if another cluster works on the folder
     * @throws LocalStartException if a server does not start
     */
    public LocalCluster start() {
      LocalCluster cluster;
      try {
        cluster = new LocalCluster(this);
      } catch (IOException e) {
        throw new LocalStartException("cannot make a temporary folder: " + e, e);
      }
      cluster.start(withBroker, withRegistry);
      return cluster;
    }
  }
}
