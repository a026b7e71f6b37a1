package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventCodec;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.AuditRecord;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The topics of the pipeline shop in a simulated cluster, and what a test puts into them. */
final class Letterbox {
  static final DeadLetterTopic TOPIC = Letters.TOPIC;
  static final Clock NOW =
      Clock.fixed(Instant.ofEpochMilli(Letters.DEAD_AT + 3_600_000), ZoneOffset.UTC);

  final SimulatedCluster cluster = new SimulatedCluster();
  final EventCodec codec = Letters.codec();

  Letterbox(int partitions) {
    cluster.create(TOPIC.name(), partitions);
    cluster.create("shop.retry", partitions);
    cluster.create("shop.events", partitions);
    cluster.create("shop.status", 1);
  }

  /** A letter of this key, read first at that offset of its source. */
  void letter(String id, String key, long originOffset) {
    letter(id, key, originOffset, 0);
  }

  void letter(String id, String key, long originOffset, int replays) {
    Headers headers = new RecordHeaders();
    DeliveryHeaders.writeDeadLetter(
        headers,
        new DeliveryState(
            5,
            null,
            new Origin("shop.events", 0, originOffset, Letters.DEAD_AT - 60_000),
            Letters.DEAD_AT - 50_000,
            new LastError("java.io.IOException", "no answer", null),
            replays),
        new DeadLetterInfo("shop", "attempts_exhausted", id, "user.hello", Letters.DEAD_AT));
    append(new ProducerRecord<>(TOPIC.name(), 0, key.getBytes(UTF_8), id.getBytes(UTF_8), headers));
  }

  void append(ProducerRecord<byte[], byte[]> record) {
    cluster.append(new TopicPartition(record.topic(), record.partition()), record);
  }

  /** The pipeline tells that the event succeeded, so long after the letters died. */
  void succeeded(String id, long afterMs) {
    EventStatus status =
        EventStatus.newBuilder()
            .setId(id)
            .setType("user.hello")
            .setPipeline("shop")
            .setOutcome(Outcome.SUCCEEDED)
            .setAttempt(1)
            .setAt(Instant.ofEpochMilli(Letters.DEAD_AT + afterMs))
            .setTopic("shop.events")
            .setPartition(0)
            .setOffset(0)
            .build();
    append(
        new ProducerRecord<>(
            "shop.status", 0, id.getBytes(UTF_8), codec.encodeStatus("shop.status", status)));
  }

  ReplayReport replay(ReplayOptions options) {
    return replay(options, VerdictListener.NONE);
  }

  ReplayReport replay(ReplayOptions options, VerdictListener verdicts) {
    return new Replay(TOPIC, options, NOW, 3).run(cluster, codec, ReplayProgress.NONE, verdicts);
  }

  ReplayPlan plan(ReplayOptions options) {
    return new Replay(TOPIC, options.withDryRun(true), NOW, 3)
        .plan(cluster, codec, ReplayProgress.NONE, VerdictListener.NONE);
  }

  ReplayReport apply(ReplayPlan plan) {
    return new PlanReplay(plan, null, Operator.named("ops@host"), NOW, 3)
        .run(cluster, codec, ReplayProgress.NONE, VerdictListener.NONE);
  }

  /** Values of a topic, partition after partition. */
  List<String> values(String topic) {
    List<String> values = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : cluster.all(topic)) {
      values.add(new String(record.value(), UTF_8));
    }
    return values;
  }

  List<AuditRecord> audit() {
    return cluster.all(TOPIC.auditTopic()).stream()
        .map(record -> codec.decodeAudit(record.topic(), record.value()))
        .toList();
  }

  /** Ids of the letters that still wait. */
  List<String> waiting() {
    List<String> ids = new ArrayList<>();
    try (DeadLetterReader reader = DeadLetterReader.open(cluster, TOPIC, NOW)) {
      reader.visit((letter, handled) -> handled || ids.add(letter.id()));
    }
    return ids;
  }
}
