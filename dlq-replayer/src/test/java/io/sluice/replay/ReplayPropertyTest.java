package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.SimulatedCluster.Death;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.AuditRecord;
import io.sluice.schema.avro.AuditedLetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Whatever is replayed, planned or discarded, in whatever order, killed wherever: no letter twice,
 * none lost, each key in its order, and the audit knows.
 */
final class ReplayPropertyTest {
  private static final int PARTITIONS = 3;
  private static final int KEYS = 5;

  private enum Action {
    REPLAY,
    PLAN,
    DISCARD
  }

  /** One thing that happens. */
  record Step(int newLetters, Asked asked, Mishap mishap) {}

  record Asked(Action action, List<String> types, @Nullable Long limit) {}

  record Mishap(Death.@Nullable When killed, int atCommit, boolean groupOffsetsLost) {}

  /** One object serves all tries. */
  private Letterbox box = new Letterbox(PARTITIONS);

  private final Set<String> written = new HashSet<>();

  @Property(tries = 300)
  void eachLetter_isDealtWithAtMostOnce_andNoneIsLost(@ForAll("stories") List<Step> story) {
    box = new Letterbox(PARTITIONS);
    written.clear();
    for (Step step : story) {
      write(step.newLetters());
      if (step.mishap().groupOffsetsLost()) {
        box.cluster.loseGroupOffsets();
      }
      Map<TopicPartition, Integer> before = lengths();
      take(step);
      assertOrderOfEachKey(before);
      assertAllAccountedFor();
    }
    box.cluster.dieAt(null);
    box.replay(ReplayOptions.everything("me"));
    assertAllAccountedFor();
    assertThat(box.waiting()).isEmpty();
  }

  private void take(Step step) {
    Mishap mishap = step.mishap();
    ReplayOptions options =
        ReplayOptions.everything("me")
            .withFilter(LetterFilter.ofTypes(step.asked().types().toArray(String[]::new)))
            .withLimit(step.asked().limit());
    ReplayPlan plan = box.plan(options);
    box.cluster.dieAt(
        mishap.killed() == null ? null : new Death(mishap.killed(), mishap.atCommit()));
    try {
      switch (step.asked().action()) {
        case REPLAY -> box.replay(options);
        case PLAN -> box.apply(plan);
        case DISCARD ->
            new Discard(
                    Letterbox.TOPIC,
                    new Discard.Options(
                        options.filter(), options.limit(), false, Operator.named("me")),
                    Letterbox.NOW)
                .run(box.cluster, box.codec, ReplayProgress.NONE, VerdictListener.NONE);
      }
    } catch (Death killed) {
      assertThat(mishap.killed()).isNotNull();
    }
  }

  /** Keys are on one partition, and their letters died in another order than they were read. */
  private void write(int count) {
    for (int i = 0; i < count; i++) {
      int number = written.size();
      String id = "e" + number;
      String key = "k" + number % KEYS;
      int partition = number % KEYS % PARTITIONS;
      Headers headers = new RecordHeaders();
      DeliveryHeaders.writeDeadLetter(
          headers,
          new DeliveryState(
              5,
              null,
              new Origin("shop.events", partition, (number * 7L) % 40, Letters.DEAD_AT),
              null,
              new LastError("E", null, null),
              0),
          new DeadLetterInfo(
              "shop", "attempts_exhausted", id, "abc".charAt(number % 3) + "", Letters.DEAD_AT));
      box.append(
          new ProducerRecord<>(
              "shop.dlq", partition, key.getBytes(UTF_8), id.getBytes(UTF_8), headers));
      written.add(id);
    }
  }

  private void assertAllAccountedFor() {
    List<String> moved = box.values("shop.retry");
    List<String> discarded = audited("discarded");
    List<String> all = new ArrayList<>(moved);
    all.addAll(discarded);
    all.addAll(box.waiting());
    assertThat(all).containsExactlyInAnyOrderElementsOf(written);
    assertThat(audited("replayed")).containsExactlyInAnyOrderElementsOf(moved);
  }

  private List<String> audited(String fate) {
    List<String> ids = new ArrayList<>();
    for (AuditRecord record : box.audit()) {
      for (AuditedLetter letter : record.getLetters()) {
        if (letter.getFate().equals(fate)) {
          ids.add(letter.getId());
        }
      }
    }
    return ids;
  }

  private void assertOrderOfEachKey(Map<TopicPartition, Integer> before) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      TopicPartition retry = new TopicPartition("shop.retry", partition);
      List<ConsumerRecord<byte[], byte[]>> log = box.cluster.log(retry);
      Map<String, Long> last = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> record :
          log.subList(before.getOrDefault(retry, 0), log.size())) {
        Origin origin = Objects.requireNonNull(DeliveryHeaders.read(record.headers()).origin());
        Long earlier = last.put(new String(record.key(), UTF_8), origin.offset());
        assertThat(earlier == null || earlier <= origin.offset()).isTrue();
      }
    }
  }

  private Map<TopicPartition, Integer> lengths() {
    Map<TopicPartition, Integer> lengths = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      TopicPartition retry = new TopicPartition("shop.retry", partition);
      lengths.put(retry, box.cluster.log(retry).size());
    }
    return lengths;
  }

  @Provide
  static Arbitrary<List<Step>> stories() {
    Arbitrary<Asked> asked =
        Combinators.combine(
                Arbitraries.of(Action.class),
                Arbitraries.of("a", "b", "c", "#")
                    .list()
                    .uniqueElements()
                    .ofMinSize(1)
                    .ofMaxSize(2),
                Arbitraries.longs().between(1, 9).injectNull(0.5))
            .as(Asked::new);
    Arbitrary<Mishap> mishaps =
        Combinators.combine(
                Arbitraries.of(Death.When.class).injectNull(0.5),
                Arbitraries.integers().between(1, 4),
                Arbitraries.of(true, false))
            .as(Mishap::new);
    return Combinators.combine(Arbitraries.integers().between(0, 14), asked, mishaps)
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }
}
