package io.sluice.cli;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.local.LocalCluster;
import io.sluice.processor.Pipeline;
import io.sluice.processor.config.HttpConfig;
import io.sluice.processor.config.OrderingConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.producer.EventPublisher;
import io.sluice.producer.PublishReceipt;
import io.sluice.schema.EventDraft;
import io.sluice.schema.EventIds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A pipeline whose handlers a deploy has broken in three ways, the dead letters that it makes of
 * many events, and the fix of one of the three.
 */
final class BadDeploy implements AutoCloseable {
  static final int EVENTS = 20_000;

  /** Each has 10 events: 6 of the first kind, 3 of the second, 1 of the third, mixed. */
  static final int KEYS = 2_000;

  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<Kind> ROUND =
      List.of(
          Kind.CARD,
          Kind.MAIL,
          Kind.CARD,
          Kind.CARD,
          Kind.STOCK,
          Kind.MAIL,
          Kind.CARD,
          Kind.CARD,
          Kind.MAIL,
          Kind.CARD);

  final String pipeline = "deploy-" + EventIds.next();

  private final LocalCluster cluster;
  private final Path folder;
  private final Map<String, Integer> done = new ConcurrentHashMap<>();
  private final Pipeline running;
  private volatile boolean mended;

  /** One of the causes. */
  enum Kind {
    CARD(
        "order.charge",
        "io.sluice.cli.BadDeploy$CardService.charge(BadDeploy.java:",
        CardRefusedException.class),
    MAIL(
        "order.confirm",
        "io.sluice.cli.BadDeploy$MailServer.send(BadDeploy.java:",
        MailNotSentException.class),
    STOCK(
        "order.pack",
        "io.sluice.cli.BadDeploy$Warehouse.take(BadDeploy.java:",
        OutOfStockException.class);

    final String type;
    final String frame;
    final Class<?> error;

    Kind(String type, String frame, Class<?> error) {
      this.type = type;
      this.frame = frame;
      this.error = error;
    }

    /** Ids of its events, in the order in which they are published. */
    List<String> ids() {
      return numbers().filter(n -> of(n) == this).mapToObj(n -> event(n).id()).toList();
    }

    private static Kind of(int number) {
      return ROUND.get(number / KEYS);
    }
  }

  /** The pipeline runs when this returns. */
  BadDeploy(LocalCluster cluster, Path folder) {
    this.cluster = cluster;
    this.folder = folder;
    cluster.createTopic(pipeline + ".events", PARTITIONS);
    running =
        Pipeline.create(
            config(),
            HandlerRegistry.builder()
                .on(Kind.CARD.type, JsonNode.class, (order, context) -> charge(context))
                .on(Kind.MAIL.type, JsonNode.class, (order, context) -> MailServer.send(context))
                .on(Kind.STOCK.type, JsonNode.class, (order, context) -> Warehouse.take(context))
                .build());
    running.start();
    await().atMost(PATIENCE).until(running::isReady);
  }

  /** Publishes every event, and waits until each is a dead letter. */
  void happens() {
    try (EventPublisher publisher =
        EventPublisher.builder()
            .topic(pipeline + ".events")
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .build()) {
      List<CompletableFuture<PublishReceipt>> receipts = new ArrayList<>();
      numbers().forEach(number -> receipts.add(publisher.publish(draft(number))));
      receipts.forEach(CompletableFuture::join);
    }
    try (TopicReader letters = new TopicReader(cluster.bootstrapServers(), pipeline + ".dlq")) {
      await().atMost(PATIENCE).until(() -> letters.records().size() >= EVENTS);
    }
  }

  /** The fix is out: cards are charged again. Mail and warehouse stay as they are. */
  void mendCards() {
    mended = true;
  }

  /** How often the handler has succeeded, by the event's id. */
  Map<String, Integer> done() {
    return done;
  }

  private void charge(EventContext context) throws CardRefusedException {
    if (!mended) {
      CardService.charge(context);
    }
    done.merge(context.id(), 1, Integer::sum);
  }

  private static IntStream numbers() {
    return IntStream.range(0, EVENTS);
  }

  private static NumberedEvent event(int number) {
    return NumberedEvent.of(number, KEYS);
  }

  private static EventDraft draft(int number) {
    return EventDraft.of(
            Kind.of(number).type, JsonNodeFactory.instance.objectNode().put("number", number))
        .id(event(number).id())
        .key(event(number).key());
  }

  private PipelineConfig config() {
    RetryConfig once = RetryConfig.defaults().withMaxAttempts(1);
    return PipelineConfig.builder(pipeline)
        .sources(pipeline + ".events")
        .bootstrapServers(cluster.bootstrapServers())
        .schemaRegistryUrl(cluster.schemaRegistryUrl())
        .stateDir(folder.resolve("state"))
        .http(new HttpConfig("127.0.0.1", 0))
        // Letters of one key die in any order: to put them back in theirs is the replay's to do.
        .ordering(OrderingConfig.Mode.NONE)
        .retry(once)
        .build();
  }

  @Override
  public void close() {
    running.close();
  }

  private static String told(EventContext context) {
    return context.id() + " of " + context.type();
  }

  private static final class CardService {
    static void charge(EventContext context) throws CardRefusedException {
      throw new CardRefusedException("no field \"card\" in " + told(context));
    }
  }

  private static final class MailServer {
    static void send(EventContext context) throws MailNotSentException {
      throw new MailNotSentException("mx1.example.com:25 refused " + told(context));
    }
  }

  private static final class Warehouse {
    static void take(EventContext context) throws OutOfStockException {
      throw new OutOfStockException("shelf 17 is empty for " + told(context));
    }
  }

  private static final class CardRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    CardRefusedException(String message) {
      super(message);
    }
  }

  private static final class MailNotSentException extends IOException {
    private static final long serialVersionUID = 1L;

    MailNotSentException(String message) {
      super(message);
    }
  }

  private static final class OutOfStockException extends IOException {
    private static final long serialVersionUID = 1L;

    OutOfStockException(String message) {
      super(message);
    }
  }
}
