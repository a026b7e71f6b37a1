package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.local.LocalCluster;
import io.sluice.local.LocalClusterExtension;
import io.sluice.producer.EventPublisher;
import io.sluice.producer.PublishReceipt;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A circuit breaker and a rate limit that two processes share, one of which is killed. */
@ExtendWith(LocalClusterExtension.class)
final class GuardsIT {
  private static final int PARTITIONS = 4;
  private static final int RATE = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void breakerThatOneInstanceOpened_isOpenInAllAndNothingDies(LocalCluster cluster)
      throws Exception {
    int events = 300;
    Files.createFile(BankHandler.downFile(folder));
    topics(cluster, "bank");
    // All of one partition: only the instance that has it ever sees the bank fail.
    publish(cluster, "bank", events, GuardsIT::keyOfPartition0);
    String guards =
        "circuit_breaker: {failure_rate: 0.5, window: 10, minimum_calls: 5, wait: 2s,"
            + " half_open_calls: 2}";
    try (TopicReader charged = new TopicReader(cluster.bootstrapServers(), "bank.charged");
        ChildSluice one = start(cluster, "bank", "one", guards);
        ChildSluice two = start(cluster, "bank", "two", guards)) {
      eventually(one, () -> isOpen(one));
      eventually(two, () -> isOpen(two));
      assertThat(BankHandler.calls(folder)).isNotEmpty();

      one.kill();
      eventually(two, () -> isOpen(two) && two.metric("sluice_held_events") > 0);
      Files.delete(BankHandler.downFile(folder));
      eventually(two, () -> charged.records().size() >= events);
      assertThat(two.stop()).as(two.output()).isZero();

      assertThat(timesCharged(cluster, charged)).hasSize(events);
      assertThat(timesCharged(cluster, charged).values()).containsOnly(1);
    }
    try (TopicReader dead = new TopicReader(cluster.bootstrapServers(), "bank.dlq")) {
      assertThat(dead.allRecords()).isEmpty();
    }
    assertThat(BankHandler.calls(folder))
        .as("the bank was down for longer than 3 attempts take, and only a few were made")
        .filteredOn(call -> !call.succeeded())
        .hasSizeLessThan(events);
  }

  @Test
  void rateLimit_holdsForAllInstancesTogether(LocalCluster cluster) throws Exception {
    int events = 500;
    topics(cluster, "slow");
    publish(cluster, "slow", events, i -> "key-" + i % 50);
    String guards = "rate_limit: " + RATE + "/s";
    try (TopicReader charged = new TopicReader(cluster.bootstrapServers(), "slow.charged");
        ChildSluice one = start(cluster, "slow", "one", guards)) {
      try (ChildSluice two = start(cluster, "slow", "two", guards)) {
        eventually(two, () -> charged.records().size() >= events / 4);
        two.kill();
      }
      try (ChildSluice again = start(cluster, "slow", "two", guards)) {
        eventually(one, () -> charged.records().size() >= events);
        assertThat(again.stop()).as(again.output()).isZero();
      }
      assertThat(one.stop()).as(one.output()).isZero();
      assertThat(timesCharged(cluster, charged)).hasSize(events);
      assertThat(timesCharged(cluster, charged).values()).containsOnly(1);
    }
    List<BankHandler.Call> calls = new ArrayList<>(BankHandler.calls(folder));
    calls.sort(java.util.Comparator.comparingLong(BankHandler.Call::atMs));
    for (int seconds : new int[] {1, 4}) {
      assertThat(mostWithin(calls, seconds * 1_000L))
          .as("attempts within %d s", seconds)
          // Each of three processes begins with a full bucket of its share, at most a second's.
          .isLessThanOrEqualTo(RATE * seconds + 3 * RATE);
    }
    assertInOrder(calls);
  }

  private static int mostWithin(List<BankHandler.Call> calls, long ms) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < calls.size(); last++) {
      while (calls.get(last).atMs() - calls.get(first).atMs() >= ms) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  /** Of each key, the first attempts; one that was running at the kill was made again. */
  private static void assertInOrder(List<BankHandler.Call> calls) {
    Map<Integer, List<Integer>> byKey = new TreeMap<>();
    for (BankHandler.Call call : calls) {
      int number = number(call.id());
      List<Integer> numbers = byKey.computeIfAbsent(number % 50, any -> new ArrayList<>());
      if (!numbers.contains(number)) {
        numbers.add(number);
      }
    }
    assertThat(byKey).allSatisfy((key, numbers) -> assertThat(numbers).isSorted());
  }

  // ---- what is around them ----

  private static void topics(LocalCluster cluster, String pipeline) {
    cluster.createTopic(pipeline + ".events", PARTITIONS);
    cluster.createTopic(pipeline + ".charged", PARTITIONS);
  }

  private static void publish(
      LocalCluster cluster, String pipeline, int events, IntFunction<String> key) {
    List<CompletableFuture<PublishReceipt>> receipts = new ArrayList<>();
    try (EventPublisher publisher =
        EventPublisher.builder()
            .topic(pipeline + ".events")
            .bootstrapServers(cluster.bootstrapServers())
            .schemaRegistryUrl(cluster.schemaRegistryUrl())
            .build()) {
      for (int i = 0; i < events; i++) {
        receipts.add(
            publisher.publish(
                EventDraft.of(BankHandler.TYPE, JsonNodeFactory.instance.objectNode())
                    .id("event-" + i)
                    .key(key.apply(i))));
      }
    }
    receipts.forEach(CompletableFuture::join);
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring("event-".length()));
  }

  private static String keyOfPartition0(int number) {
    return IntStream.iterate(number * 1_000, i -> i + 1)
        .mapToObj(i -> "key-" + i)
        .filter(key -> Utils.toPositive(Utils.murmur2(Utils.utf8(key))) % PARTITIONS == 0)
        .findFirst()
        .orElseThrow();
  }

  private ChildSluice start(LocalCluster cluster, String pipeline, String instance, String guards)
      throws IOException {
    String yaml =
        """
        pipeline: %s
        sources: [%s.events]
        publish_to: %s.charged
        kafka: {bootstrap.servers: "%s"}
        schema_registry: {schema.registry.url: "%s"}
        state_dir: %s
        http: {host: 127.0.0.1, port: 0}
        retry: {max_attempts: 3, backoff: {delay: 300ms, multiplier: 1, jitter: none}}
        handlers:
          card.charge:
            handler: bank
            config: {calls_dir: "%s"}
            %s
        """
            .formatted(
                pipeline,
                pipeline,
                pipeline,
                cluster.bootstrapServers(),
                cluster.schemaRegistryUrl(),
                folder.resolve("state-" + instance),
                folder,
                guards);
    Path config = Files.writeString(folder.resolve(pipeline + "-" + instance + ".yaml"), yaml);
    return ChildSluice.start(folder, "process", "--config", config.toString());
  }

  private static boolean isOpen(ChildSluice child) throws Exception {
    return child.output().contains("health and metrics on")
        && child.metric("sluice_breaker_state") >= 1;
  }

  private static void eventually(ChildSluice child, Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .failFast("the process ended", () -> !child.isAlive())
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(condition);
  }

  private static Map<String, Integer> timesCharged(LocalCluster cluster, TopicReader charged) {
    Map<String, Integer> times = new TreeMap<>();
    Map<String, String> registry = Map.of("schema.registry.url", cluster.schemaRegistryUrl());
    try (EventCodec codec = EventCodec.create(registry)) {
      for (var record : charged.allRecords()) {
        times.merge(codec.decode(record.topic(), record.value()).getId(), 1, Integer::sum);
      }
    }
    return times;
  }
}
