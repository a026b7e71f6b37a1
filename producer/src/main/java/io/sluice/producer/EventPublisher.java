package io.sluice.producer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.sluice.producer.PublisherMetrics.Outcome;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.EventIds;
import io.sluice.schema.TopicNames;
import io.sluice.schema.Workflow;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events to one topic, and workflows to one pipeline, from a service. Idempotent towards
 * the brokers ({@code acks=all}, retries until {@code delivery.timeout.ms}), compressed, batched.
 * Make one for a topic and keep it; thread-safe. Events published by one thread with the same key
 * keep their order.
 *
 * <p>{@link #publish} encodes on the caller's thread and returns before the event is sent. It holds
 * the caller only when something is in trouble, and never for ever: while the topic's metadata or
 * room in the buffer is awaited, up to {@code max.block.ms} (10 s unless configured); while a
 * schema is looked up for the first time, up to the registry client's bounded tries. A workflow
 * that is too large for one record is published in a transaction: {@link #publish(Workflow)}
 * returns when that has ended.
 *
 * <p>Futures complete on Kafka's network thread: continue long work with the {@code …Async}
 * methods, and never call {@link #flush} or {@link #close} from a continuation.
 */
public final class EventPublisher implements Publisher, AutoCloseable {
  private final EventCodec codec;
  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final String source;
  private final Clock clock;
  private final PublisherMetrics metrics;
  private final SendFailures failures;
  private final @Nullable WorkflowPublishing workflows;
  private final @Nullable KafkaClientMetrics clientMetrics;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EventPublisher(Builder builder, EventCodec codec, Producer<byte[], byte[]> producer) {
    this.codec = codec;
    this.producer = producer;
    this.topic = builder.requiredTopic();
    this.source = builder.sourceName();
    this.clock = builder.clock;
    this.metrics = new PublisherMetrics(builder.meterRegistry, topic);
    this.failures =
        new SendFailures(topic, builder.required(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
    this.workflows = builder.workflows(codec, producer);
    this.clientMetrics = builder.kafkaClientMetrics ? new KafkaClientMetrics(producer) : null;
    if (clientMetrics != null) {
      clientMetrics.bindTo(builder.meterRegistry);
    }
  }

  /** Starts the description of a publisher. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public CompletableFuture<PublishReceipt> publish(EventDraft draft) {
    Objects.requireNonNull(draft, "draft");
    refuseIfClosed();
    Timer.Sample since = metrics.start();
    EncodedEvent event;
    try {
      event = codec.encode(draft, new EncodeContext(topic, source, clock.instant()));
    } catch (EventFormatException e) {
      return failed(draft.type(), e.isPassing() ? Outcome.FAILED : Outcome.REFUSED, e);
    } catch (RuntimeException e) {
      // A foreign serde or a payload's own getter: the promise is that the future tells.
      return failed(draft.type(), Outcome.REFUSED, e);
    }
    return send(event, since);
  }

  @Override
  public CompletableFuture<WorkflowReceipt> publish(Workflow workflow) {
    Objects.requireNonNull(workflow, "workflow");
    refuseIfClosed();
    if (workflows == null) {
      throw new IllegalStateException(
          "this publisher to topic "
              + topic
              + " was made for no pipeline, so it cannot publish workflows; name the pipeline that"
              + " is to run them: EventPublisher.builder().pipeline(\"shop\")");
    }
    try {
      return workflows.publish(workflow);
    } catch (IllegalStateException e) {
      refuseIfClosed();
      throw e;
    }
  }

  private CompletableFuture<PublishReceipt> send(EncodedEvent event, Timer.Sample since) {
    CompletableFuture<PublishReceipt> receipt = new CompletableFuture<>();
    ProducerRecord<byte[], byte[]> producerRecord =
        new ProducerRecord<>(topic, null, event.timestampMs(), event.key(), event.value());
    try {
      Future<RecordMetadata> unused =
          producer.send(
              producerRecord,
              (landed, failure) -> {
                if (failure == null) {
                  metrics.published(event.type(), since);
                  receipt.complete(receipt(event, landed));
                } else {
                  fail(receipt, event, failure);
                }
              });
    } catch (KafkaException e) {
      fail(receipt, event, e);
    } catch (IllegalStateException e) {
      // Kafka's own way to say closed, when close() overtook this call.
      refuseIfClosed();
      throw e;
    }
    return receipt;
  }

  private static PublishReceipt receipt(EncodedEvent event, RecordMetadata landed) {
    return new PublishReceipt(
        event.id(),
        landed.topic(),
        landed.partition(),
        landed.offset(),
        Instant.ofEpochMilli(event.timestampMs()));
  }

  private void fail(
      CompletableFuture<PublishReceipt> receipt, EncodedEvent event, Exception failure) {
    PublishFailedException explained = failures.explain(event.id(), failure);
    boolean tooLarge = explained.reason() == PublishFailedException.Reason.TOO_LARGE;
    metrics.count(event.type(), tooLarge ? Outcome.REFUSED : Outcome.FAILED);
    receipt.completeExceptionally(explained);
  }

  private CompletableFuture<PublishReceipt> failed(
      String type, Outcome outcome, RuntimeException failure) {
    metrics.count(type, outcome);
    return CompletableFuture.failedFuture(failure);
  }

  private void refuseIfClosed() {
    if (closed.get()) {
      throw new IllegalStateException("this publisher to topic " + topic + " is closed");
    }
  }

  /** Sends what is waiting and returns once every event given so far has succeeded or failed. */
  public void flush() {
    producer.flush();
  }

  /**
   * Sends what is waiting, then closes. Every future given out is complete when this returns, which
   * takes up to {@code delivery.timeout.ms} (2 minutes unless configured) when brokers are down.
   * Closing again does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try (EventCodec closing = codec) {
      if (clientMetrics != null) {
        clientMetrics.close();
      }
      closeProducers();
    }
  }

  private void closeProducers() {
    try {
      if (workflows != null) {
        workflows.close();
      }
    } finally {
      producer.close();
    }
  }

  /** Describes a publisher; {@link #build} makes it. Not thread-safe. */
  public static final class Builder {
    private static final String REGISTRY_URL = "schema.registry.url";

    private final Map<String, Object> config = new HashMap<>();
    private @Nullable String topic;
    private @Nullable TopicNames pipeline;
    private @Nullable String source;
    private MeterRegistry meterRegistry = new CompositeMeterRegistry();
    private boolean kafkaClientMetrics;
    private Clock clock = Clock.systemUTC();

    private Builder() {}

    /** The topic to publish to; it must exist. Required. */
    public Builder topic(String name) {
      this.topic = Objects.requireNonNull(name, "topic");
      return this;
    }

    /**
     * The pipeline that is to run the workflows. Needed for {@link #publish(Workflow)} only.
     *
     * @throws IllegalArgumentException when no pipeline can have that name
     */
    public Builder pipeline(String name) {
      this.pipeline = new TopicNames(name);
      return this;
    }

    /**
     * Kafka's brokers, {@code host:port}, comma-separated. Required, here or in {@link #config}.
     */
    public Builder bootstrapServers(String addresses) {
      config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, addresses);
      return this;
    }

    /** The schema registry, with Confluent's API. Required, here or in {@link #config}. */
    public Builder schemaRegistryUrl(String url) {
      config.put(REGISTRY_URL, url);
      return this;
    }

    /**
     * The name of the publishing service, written to each event that does not bring its own.
     * Default: {@code client.id} where configured, else {@code sluice-producer}.
     */
    public Builder source(String name) {
      this.source = Objects.requireNonNull(name, "source");
      return this;
    }

    /**
     * Settings of Kafka's producer and of the registry client, by Kafka's and Confluent's keys, and
     * {@code sluice.serde}. Added to what was set before.
     */
    public Builder config(Map<String, ?> settings) {
      config.putAll(settings);
      return this;
    }

    /** Where to count {@code sluice.publisher.*}. Default: nowhere. */
    public Builder meterRegistry(MeterRegistry registry) {
      this.meterRegistry = Objects.requireNonNull(registry, "registry");
      return this;
    }

    /** Whether to bind the Kafka producer's own metrics ({@code kafka.producer.*}) too. */
    public Builder kafkaClientMetrics(boolean bind) {
      this.kafkaClientMetrics = bind;
      return this;
    }

    /** The time that events carry when they bring none. Default: the system's. */
    public Builder clock(Clock given) {
      this.clock = Objects.requireNonNull(given, "clock");
      return this;
    }

    /**
     * Makes the publisher. Connects to nothing yet: what cannot be reached shows at the first
     * event.
     *
     * @throws IllegalArgumentException when something required is missing or a setting cannot be
     *     used; the message names it
     */
    public EventPublisher build() {
      requiredTopic();
      required(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
      required(REGISTRY_URL);
      Map<String, Object> settings = ProducerSettings.of(config);
      if (pipeline != null) {
        ProducerSettings.refuseOtherPartitions(config);
      }
      try {
        return build(settings, EventCodec.create(config));
      } catch (KafkaException e) {
        throw new IllegalArgumentException(rootMessage(e), e);
      }
    }

    private EventPublisher build(Map<String, Object> settings, EventCodec codec) {
      try {
        return new EventPublisher(this, codec, new KafkaProducer<>(settings));
      } catch (KafkaException e) {
        codec.close();
        throw e;
      }
    }

    private @Nullable WorkflowPublishing workflows(
        EventCodec codec, Producer<byte[], byte[]> producer) {
      if (pipeline == null) {
        return null;
      }
      String to = pipeline.workflow();
      String from = sourceName();
      Clock now = clock;
      Map<String, Object> settings =
          ProducerSettings.transactional(config, pipeline.pipeline() + "-" + EventIds.next());
      return new WorkflowPublishing(
          new WorkflowPublishing.Target(
              to,
              workflow ->
                  codec.encodeWorkflow(workflow, new EncodeContext(to, from, now.instant())),
              new PublisherMetrics(meterRegistry, to),
              SendFailures.ofWorkflows(
                  pipeline, required(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG))),
          producer,
          new Transactions(() -> new KafkaProducer<>(settings)));
    }

    private String requiredTopic() {
      if (topic == null || topic.isBlank()) {
        throw new IllegalArgumentException("topic is missing: name the topic to publish to");
      }
      return topic;
    }

    private String required(String key) {
      @Nullable Object value = config.get(key);
      if (value == null || value.toString().isBlank()) {
        throw new IllegalArgumentException(key + " is missing");
      }
      return value.toString();
    }

    private String sourceName() {
      if (source != null) {
        return source;
      }
      @Nullable Object clientId = config.get(ProducerConfig.CLIENT_ID_CONFIG);
      return clientId == null ? "sluice-producer" : clientId.toString();
    }

    // KafkaProducer wraps what is wrong in "Failed to construct kafka producer".
    private static String rootMessage(KafkaException failure) {
      @Nullable Throwable cause = failure.getCause();
      return cause == null || cause.getMessage() == null
          ? String.valueOf(failure.getMessage())
          : cause.getMessage();
    }
  }
}
