package io.sluice.cli;

import io.sluice.schema.EventCodec;
import io.sluice.schema.Upcasters;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka and the schema registry are: a mixin of every command that talks to them. */
final class ConnectionOptions {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  @Option(
      names = {"-b", "--bootstrap-server"},
      paramLabel = "HOST:PORT",
      defaultValue = "${env:SLUICE_BOOTSTRAP_SERVERS:-127.0.0.1:9092}",
      description =
          "Kafka broker(s), comma-separated. Default: $$SLUICE_BOOTSTRAP_SERVERS, or"
              + " 127.0.0.1:9092, where @|bold sluice up|@ listens.")
  String bootstrapServers;

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      defaultValue = "${env:SLUICE_SCHEMA_REGISTRY_URL:-http://127.0.0.1:8081/apis/ccompat/v7}",
      description =
          "Schema registry with Confluent's API. Default: $$SLUICE_SCHEMA_REGISTRY_URL, or"
              + " http://127.0.0.1:8081/apis/ccompat/v7, where @|bold sluice up|@ listens.")
  String schemaRegistryUrl;

  @Option(
      names = "--command-config",
      paramLabel = "FILE",
      description =
          "Properties handed to every Kafka client and to the registry client, e.g."
              + " security.protocol, sasl.jaas.config, basic.auth.user.info.")
  @Nullable Path commandConfig;

  /** Settings for any Kafka client. */
  Map<String, Object> kafkaConfig() {
    Map<String, Object> config = fromFile();
    config.put("bootstrap.servers", bootstrapServers);
    return config;
  }

  /** Settings for {@code EventCodec} and {@code HttpSchemaRegistry}. */
  Map<String, Object> registryConfig() {
    Map<String, Object> config = fromFile();
    config.put("schema.registry.url", schemaRegistryUrl);
    return config;
  }

  /**
   * A codec that raises old payloads by the upcasters of the class path; the caller closes it.
   *
   * @throws UserErrorException when one of them cannot be used, exit code 2
   */
  EventCodec upcastingCodec() {
    try {
      ClassLoader loader = ConnectionOptions.class.getClassLoader();
      return EventCodec.create(registryConfig(), Upcasters.onClassPath(loader));
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), ExitCodes.WRONG_USAGE);
    }
  }

  /** Both, for clients that take them in one map. */
  Map<String, Object> allConfig() {
    Map<String, Object> config = kafkaConfig();
    config.put("schema.registry.url", schemaRegistryUrl);
    return config;
  }

  /** A consumer without a group, of committed records; the caller assigns it and closes it. */
  Consumer<byte[], byte[]> committedRecords() {
    Map<String, Object> settings = kafkaConfig();
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "earliest");
    settings.put("allow.auto.create.topics", false);
    // Behind the last record a broker keeps the question for so long, and closing waits for it.
    settings.put("fetch.max.wait.ms", 20);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * An admin client whose broker has answered; the caller closes it.
   *
   * @throws UserErrorException when no broker answers within 10 s
   */
  Admin connect() {
    Admin admin;
    try {
      admin = Admin.create(kafkaConfig());
    } catch (KafkaException e) {
      throw new UserErrorException(
          "Cannot use --bootstrap-server " + bootstrapServers + ": " + Failures.rootMessage(e), e);
    }
    try {
      admin.describeCluster().nodes().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return admin;
    } catch (ExecutionException | TimeoutException e) {
      admin.close(Duration.ZERO);
      throw noBroker(e);
    } catch (InterruptedException e) {
      admin.close(Duration.ZERO);
      Thread.currentThread().interrupt();
      throw new UserErrorException("interrupted");
    }
  }

  private UserErrorException noBroker(Exception cause) {
    return new UserErrorException(
        "No Kafka broker answered at "
            + bootstrapServers
            + " within "
            + ANSWER_WITHIN.toSeconds()
            + " s. Start one with `sluice up`, or name another with --bootstrap-server or"
            + " SLUICE_BOOTSTRAP_SERVERS.",
        cause);
  }

  private Map<String, Object> fromFile() {
    Map<String, Object> config = new HashMap<>();
    if (commandConfig != null) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(commandConfig, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new UserErrorException(
            "Cannot read --command-config " + commandConfig + ": " + Failures.fileProblem(e),
            ExitCodes.WRONG_USAGE);
      }
      properties.forEach((key, value) -> config.put(key.toString(), value));
    }
    return config;
  }
}
