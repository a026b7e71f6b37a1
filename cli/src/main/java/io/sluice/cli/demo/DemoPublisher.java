package io.sluice.cli.demo;

import io.sluice.examples.demo.DemoFaults;
import io.sluice.producer.EventPublisher;
import io.sluice.producer.PublishReceipt;
import io.sluice.schema.EncodeContext;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Sends a plan: events by the publisher any service would use, garbage by a plain Kafka producer.
 * Not thread-safe.
 */
final class DemoPublisher {
  private static final Duration LATE = Duration.ofMinutes(1);

  private final String topic;
  private final EventPublisher publisher;
  private final Producer<byte[], byte[]> plainProducer;
  private final EventCodec codec;
  private final InstantSource clock;
  private final Map<String, EventDraft> drafts = new HashMap<>();
  private final Map<String, Instant> dueAt = new HashMap<>();

  DemoPublisher(
      String topic,
      EventPublisher publisher,
      Producer<byte[], byte[]> plainProducer,
      EventCodec codec,
      InstantSource clock) {
    this.topic = topic;
    this.publisher = publisher;
    this.plainProducer = plainProducer;
    this.codec = codec;
    this.clock = clock;
  }

  /** Sends every step in order and waits until the broker has them all. */
  SentRecords send(DemoPlan plan) throws ExecutionException, InterruptedException {
    List<CompletableFuture<PublishReceipt>> receipts = new ArrayList<>();
    List<Future<RecordMetadata>> garbage = new ArrayList<>();
    PlannedEvent sample = plan.events().get(0);
    for (Step step : plan.steps()) {
      if (step instanceof Step.Publish publish) {
        receipts.add(publisher.publish(draft(publish.event())));
      } else if (step instanceof Step.Repeat repeat) {
        receipts.add(publisher.publish(draft(repeat.event())));
      } else if (step instanceof Step.Spoil spoil) {
        garbage.add(plainProducer.send(spoilt(spoil, draft(sample))));
      }
    }
    publisher.flush();
    plainProducer.flush();
    for (CompletableFuture<PublishReceipt> receipt : receipts) {
      receipt.get();
    }
    Set<String> ids = new HashSet<>();
    for (Future<RecordMetadata> sent : garbage) {
      RecordMetadata at = sent.get();
      ids.add(at.topic() + "/" + at.partition() + "/" + at.offset());
    }
    return new SentRecords(ids, dueAt);
  }

  /** The same draft for a repeat, so that its bytes are the same too. */
  private EventDraft draft(PlannedEvent event) {
    return drafts.computeIfAbsent(event.id(), id -> newDraft(event, clock.instant()));
  }

  private EventDraft newDraft(PlannedEvent event, Instant now) {
    EventDraft draft =
        EventDraft.of(event.type(), event.data()).id(event.id()).key(event.key()).timestamp(now);
    return switch (event.fate()) {
      case SUCCEEDS -> draft;
      case FAILS_ONCE, FAILS_TWICE ->
          draft.label(DemoFaults.FAIL_FIRST, String.valueOf(event.fate().failures()));
      case ALWAYS_FAILS -> draft.label(DemoFaults.FAIL_ALWAYS, "true");
      case EXPIRED -> draft.timestamp(now.minus(LATE)).expires(now.minusSeconds(1));
      case DELAYED -> {
        Instant due = now.plus(event.delay()).truncatedTo(ChronoUnit.MILLIS);
        dueAt.put(event.id(), due);
        yield draft.at(due);
      }
    };
  }

  private ProducerRecord<byte[], byte[]> spoilt(Step.Spoil spoil, EventDraft sample) {
    Random random = new Random(spoil.seed());
    byte[] valid =
        codec.encode(sample, new EncodeContext(topic, "sluice-demo", clock.instant())).value();
    byte[] key = new byte[8];
    random.nextBytes(key);
    return new ProducerRecord<>(topic, key, spoil.kind().spoil(valid, random));
  }
}
