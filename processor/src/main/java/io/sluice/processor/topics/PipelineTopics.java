package io.sluice.processor.topics;

import io.sluice.processor.config.KafkaClientSettings;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.schema.TopicNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;

/**
 * Checks a pipeline's sources and makes its own topics, before anything else of it runs. All checks
 * come before the first change. Several instances may do this at once. Not thread-safe.
 */
public final class PipelineTopics {
  /** How long news of a topic just made takes to reach every broker, and then some. */
  private static final Duration NEWS = Duration.ofSeconds(1);

  private final PipelineConfig config;
  private final BrokerCalls calls;
  private final TopicNames names;
  private final TopicAdmin topics;
  private final ControlTopic control;

  /**
   * Uses, and leaves open, the given client.
   *
   * @param patience how long to wait for a broker that does not answer
   * @param clock measures that wait where the client does not
   */
  public PipelineTopics(
      Admin admin, PipelineConfig config, Duration patience, InstantSource clock) {
    this.config = config;
    this.names = new TopicNames(config.pipeline());
    this.calls =
        new BrokerCalls(
            config.kafka().getOrDefault(PipelineConfig.BOOTSTRAP_SERVERS, ""), patience, clock);
    this.topics = new TopicAdmin(admin, calls);
    this.control = new ControlTopic(config, names.control(), calls);
  }

  /**
   * An admin client for a pipeline's broker; does not wait for the broker.
   *
   * @throws BrokerUnavailableException when no address can be resolved or the settings are refused
   */
  public static Admin connect(PipelineConfig config) {
    Map<String, Object> settings = KafkaClientSettings.admin(config);
    settings.putIfAbsent(AdminClientConfig.CLIENT_ID_CONFIG, config.pipeline() + "-admin");
    try {
      return Admin.create(settings);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new BrokerUnavailableException(
          "no connection to "
              + config.kafka().get(PipelineConfig.BOOTSTRAP_SERVERS)
              + " can be made: "
              + cause.getMessage()
              + "; check kafka: in the pipeline's configuration",
          e);
    }
  }

  /**
   * Checks the sources against what was remembered, makes what is missing, and waits until every
   * partition can be written to.
   *
   * @return the partition counts of the sources
   * @throws TopicException when a source is missing or changed, or a topic of the pipeline has the
   *     wrong shape or may not be made
   * @throws BrokerUnavailableException when no broker answers in time
   */
  public Map<String, Integer> prepare() {
    topics.awaitBroker();
    Map<String, Integer> current = sources();
    Map<String, Integer> own = topics.partitions(ownTopics());
    Map<String, Integer> remembered =
        own.containsKey(names.control()) ? control.sourcePartitions() : Map.of();
    SourcePartitions counts = new SourcePartitions(remembered, current);
    counts.check(names, own);
    create(counts, own);
    if (!counts.toRemember().equals(remembered)) {
      control.rememberSourcePartitions(counts.toRemember());
    }
    return current;
  }

  private Map<String, Integer> sources() {
    Map<String, Integer> found = new TreeMap<>();
    calls.within(
        NEWS,
        () -> {
          found.putAll(topics.partitions(config.sources()));
          return found.size() == config.sources().size();
        });
    String missing =
        config.sources().stream()
            .filter(source -> !found.containsKey(source))
            .map(PipelineTopics::missing)
            .collect(Collectors.joining("\n"));
    if (!missing.isEmpty()) {
      throw new TopicException(missing);
    }
    return found;
  }

  private static String missing(String topic) {
    return "source topic "
        + topic
        + " does not exist; create it (sluice topics create "
        + topic
        + " --partitions 3), or correct sources: in the pipeline's configuration";
  }

  private void create(SourcePartitions counts, Map<String, Integer> own) {
    List<NewTopic> wanted =
        new OwnTopics(names, config.topics())
            .all(counts.retryPartitions(), config.workflows().partitions());
    List<NewTopic> missing =
        wanted.stream().filter(topic -> !own.containsKey(topic.name())).toList();
    Map<String, Integer> now = new HashMap<>(own);
    if (!missing.isEmpty()) {
      topics.create(missing);
      missing.forEach(topic -> now.put(topic.name(), topic.numPartitions()));
      // Another instance may have been first, with other settings.
      now.putAll(topics.partitions(ownTopics()));
      counts.check(names, now);
    }
    topics.awaitLeaders(now);
  }

  private List<String> ownTopics() {
    return List.of(
        names.retry(),
        names.dlq(),
        names.status(),
        names.workflow(),
        names.control(),
        names.instances());
  }
}
