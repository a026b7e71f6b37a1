package io.sluice.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.replay.Verdict.Fate;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventCodec;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.avro.AuditRecord;
import io.sluice.schema.avro.AuditedLetter;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** What becomes of a letter, and why. */
final class ReplayRulesTest {
  private static final ReplayOptions ALL =
      ReplayOptions.everything(new Operator("ops@host", "sluice dlq replay", "fixed in 1.4.2"));

  private final Letterbox box = new Letterbox(1);

  @Test
  void lettersOfAKey_goBackInTheOrderInWhichTheyWerePublished() {
    box.letter("b2", "b", 2);
    box.letter("a9", "a", 9);
    box.letter("c3", "c", 3);
    box.letter("a4", "a", 4);
    box.letter("a7", "a", 7);
    box.letter("b1", "b", 1);
    box.letter("d8", "d", 8);

    box.replay(ALL);

    assertThat(box.values("shop.retry")).containsExactly("b1", "a4", "c3", "a7", "a9", "b2", "d8");
    assertThat(box.cluster.groupOffsets()).containsEntry(new TopicPartition("shop.dlq", 0), 7L);
  }

  @Test
  void orderOfAKey_holdsWithALimit_andWhatIsLeftIsNotLost() {
    box.letter("a9", "a", 9);
    box.letter("a4", "a", 4);
    box.letter("a7", "a", 7);

    box.replay(ALL.withLimit(1L));
    assertThat(box.values("shop.retry")).containsExactly("a4");
    assertThat(box.cluster.groupOffsets()).doesNotContainKey(new TopicPartition("shop.dlq", 0));

    box.replay(ALL);
    assertThat(box.values("shop.retry")).containsExactly("a4", "a7", "a9");
  }

  @Test
  void eventThatHasSucceededSince_isSkipped_andStaysListed() {
    box.letter("one", "a", 1);
    box.letter("two", "b", 2);
    box.letter("three", "c", 3);
    box.succeeded("one", -1_000);
    box.succeeded("two", 1_000);

    ReplayReport report = box.replay(ALL);

    assertThat(report.fates()).isEqualTo(Map.of(Fate.REPLAY, 2L, Fate.SKIP, 1L));
    assertThat(report.why()).isEqualTo(Map.of("its event has succeeded since", 1L));
    assertThat(box.values("shop.retry")).containsExactly("one", "three");
    assertThat(box.waiting()).containsExactly("two");
  }

  @Test
  void force_replaysIt_allTheSame() {
    box.letter("two", "b", 2);
    box.succeeded("two", 1_000);

    assertThat(box.replay(ALL.withForce(true)).replayed()).isEqualTo(1);
    assertThat(box.values("shop.retry")).containsExactly("two");
  }

  @Test
  void letterThatCameBackTooOften_goesToTheParkingTopic_withAllItSaysOfItself() {
    box.letter("again", "a", 1, 3);
    box.letter("first", "b", 2, 2);

    ReplayReport report = box.replay(ALL);

    assertThat(report.fates()).isEqualTo(Map.of(Fate.REPLAY, 1L, Fate.PARKING, 1L));
    assertThat(report.why()).isEqualTo(Map.of("it has come back 3 times (--max-replays 3)", 1L));
    ConsumerRecord<byte[], byte[]> parked = box.cluster.all("shop.parking").get(0);
    assertThat(parked.value()).isEqualTo("again".getBytes(UTF_8));
    assertThat(DeliveryHeaders.text(parked.headers(), DeliveryHeaders.REASON))
        .isEqualTo("attempts_exhausted");
    assertThat(box.waiting()).isEmpty();
    assertThat(replayCount(box.cluster.all("shop.retry").get(0))).isEqualTo(3);
  }

  @Test
  void letterOfTheParkingTopic_thatCameBackTooOften_staysThere() {
    box.letter("again", "a", 1, 3);
    box.replay(ALL);

    ReplayReport report =
        new Replay(new DeadLetterTopic("shop.parking"), ALL, Letterbox.NOW, 3)
            .run(box.cluster, box.codec, ReplayProgress.NONE, VerdictListener.NONE);

    assertThat(report.fates()).isEqualTo(Map.of(Fate.REFUSE, 1L));
    assertThat(box.cluster.all("shop.parking")).hasSize(1);
  }

  @Test
  void toSource_goesWhereEachWasFirstRead_andWithoutOriginItIsRefused() {
    box.letter("known", "a", 1);
    box.append(
        new ProducerRecord<>(
            "shop.dlq", 0, "k".getBytes(UTF_8), "stray".getBytes(UTF_8), new RecordHeaders()));

    ReplayReport report = box.replay(ALL.withTarget(ReplayTarget.toSource()));

    assertThat(box.values("shop.events")).containsExactly("known");
    assertThat(report.why())
        .isEqualTo(Map.of("nothing tells where it came from; name a --to-topic", 1L));
    assertThat(box.waiting()).hasSize(1);
  }

  /** Its origin is made up of the workflow's id: there is no such topic to ask the brokers for. */
  @Test
  void stepOfAWorkflow_hasNoSource_andGoesBackToItsHandler() {
    Headers headers = new RecordHeaders();
    DeliveryHeaders.writeDeadLetter(
        headers,
        new DeliveryState(
            5,
            null,
            new Origin("shop.workflow/w-1", 0, 3, Letters.DEAD_AT - 60_000),
            Letters.DEAD_AT - 50_000,
            new LastError("java.io.IOException", "no answer", null),
            0),
        new DeadLetterInfo("shop", "attempts_exhausted", "w-1-3", "user.hello", Letters.DEAD_AT));
    box.append(
        new ProducerRecord<>("shop.dlq", 0, "k".getBytes(UTF_8), "step".getBytes(UTF_8), headers));

    ReplayReport report = box.replay(ALL.withTarget(ReplayTarget.toSource()));
    assertThat(report.why())
        .isEqualTo(
            Map.of(
                "it is a step of a workflow, which was on no source topic; a step goes back with"
                    + " --to-handler",
                1L));

    assertThat(box.replay(ALL).replayed()).isOne();
    assertThat(box.values("shop.retry")).containsExactly("step");
    assertThat(box.cluster.soughtTopics()).doesNotContain("shop.workflow/w-1");
  }

  @Test
  void sourceThatWasWidenedSince_isPartitionedByKeyAnew() {
    Letterbox wide = new Letterbox(4);
    Headers headers = Letters.headers("e", "user.hello", 0, "E");
    headers.add(DeliveryHeaders.ORIGIN_PARTITIONS, "1".getBytes(UTF_8));
    wide.append(
        new ProducerRecord<>("shop.dlq", 0, "key".getBytes(UTF_8), "e".getBytes(UTF_8), headers));
    List<Verdict> verdicts = new ArrayList<>();

    wide.replay(ALL, (letter, verdict) -> verdicts.add(verdict));

    int byKey = Utils.toPositive(Utils.murmur2("key".getBytes(UTF_8))) % 4;
    assertThat(byKey).isNotZero();
    assertThat(wide.cluster.log(new TopicPartition("shop.retry", byKey))).hasSize(1);
    assertThat(verdicts.get(0).notes())
        .containsExactly(
            "re-partitioned by its key: it was in partition 0 of shop.events (1 partitions then, 4"
                + " now)");
  }

  @Test
  void letterThatItsTargetWouldNotTake_isRefused_andHoldsUpNoOther() {
    byte[] large = new byte[300_000];
    new Random(7).nextBytes(large);
    box.append(
        new ProducerRecord<>(
            "shop.dlq",
            0,
            "k".getBytes(UTF_8),
            large,
            Letters.headers("large", "user.hello", 0, "E")));
    box.letter("small", "a", 1);
    box.cluster.limitBatches("shop.retry", 200_000);

    ReplayReport report = box.replay(ALL);

    assertThat(report.fates()).isEqualTo(Map.of(Fate.REPLAY, 1L, Fate.REFUSE, 1L));
    assertThat(report.why())
        .isEqualTo(Map.of("it is larger than shop.retry takes (max.message.bytes 200000)", 1L));
  }

  @Test
  void audit_tellsWhoWhyAndWhatBecameOfEachLetter() {
    box.letter("one", "a", 1);
    box.letter("again", "b", 2, 3);
    box.letter("other", "c", 3);

    ReplayReport report = box.replay(ALL.withFilter(LetterFilter.ofIds("one", "again")));

    List<AuditRecord> audit = box.audit();
    assertThat(audit).hasSize(2).allMatch(record -> record.getRun().equals(report.run()));
    AuditRecord first = audit.get(0);
    assertThat(first.getBy()).isEqualTo("ops@host");
    assertThat(first.getReason()).isEqualTo("fixed in 1.4.2");
    assertThat(first.getCommand()).isEqualTo("sluice dlq replay");
    assertThat(first.getAction()).isEqualTo("replay");
    assertThat(first.getFilter()).contains("one").contains("again");
    assertThat(first.getEnded()).isNull();
    assertThat(first.getLetters())
        .extracting(AuditedLetter::getId, AuditedLetter::getFate, AuditedLetter::getOffset)
        .containsExactly(tuple("one", "replayed", 0L), tuple("again", "parking", 1L));
    assertThat(first.getLetters().get(0).getTargetTopic()).isEqualTo("shop.retry");
    assertThat(first.getLetters().get(0).getTargetPartition()).isZero();
    assertThat(first.getLetters().get(0).getTargetOffset()).isNotNull();
    assertThat(first.getLetters().get(0).getOriginTopic()).isEqualTo("shop.events");
    assertThat(first.getLetters().get(0).getOriginOffset()).isEqualTo(1);
    assertThat(audit.get(1).getEnded()).isEqualTo("complete");
  }

  @Test
  void runThatMovesNothing_leavesNoTrace() {
    box.replay(ALL);
    assertThat(box.audit()).isEmpty();
  }

  @Test
  void discard_takesLettersOffTheList_tellsTheirEvents_andMovesNothing() {
    box.letter("one", "a", 1);
    box.letter("two", "b", 2);

    ReplayReport report = discard(LetterFilter.ofIds("one"), false);

    assertThat(report.fates()).isEqualTo(Map.of(Fate.DISCARD, 1L));
    assertThat(box.waiting()).containsExactly("two");
    assertThat(box.cluster.all("shop.retry")).isEmpty();
    EventStatus status =
        box.codec.decodeStatus("shop.status", box.cluster.all("shop.status").get(0).value());
    assertThat(status.getId()).isEqualTo("one");
    assertThat(status.getOutcome()).isEqualTo(Outcome.DISCARDED);
    assertThat(status.getReason()).isEqualTo("by_operator");
    assertThat(box.audit().get(0).getLetters().get(0).getFate()).isEqualTo("discarded");
    assertThat(box.replay(ALL).replayed()).isEqualTo(1);
  }

  @Test
  void discard_canBeTriedFirst() {
    box.letter("one", "a", 1);
    assertThat(discard(LetterFilter.all(), true).count(Fate.DISCARD)).isEqualTo(1);
    assertThat(box.waiting()).containsExactly("one");
    assertThat(box.audit()).isEmpty();
  }

  @Test
  void idThatIsNowhere_isNamed_andNothingIsMoved() {
    box.letter("one", "a", 1);
    assertThatThrownBy(
            () -> box.replay(ALL.withFilter(LetterFilter.ofIds("one", "nope", "shop.dlq/9/9"))))
        .isInstanceOf(ReplayException.class)
        .hasMessage("There is no dead letter nope, shop.dlq/9/9 in the topic. Nothing was moved.");
    assertThat(box.cluster.all("shop.retry")).isEmpty();
    box.replay(ALL);
    assertThat(box.replay(ALL.withFilter(LetterFilter.ofIds("one"))).handled()).isZero();
  }

  @Test
  void topicInWhichAPipelineKeepsItsAccount_isNoTarget() {
    box.letter("one", "a", 1);
    for (String own : List.of("shop.dlq", "shop.dlq-state", "shop.status", "shop.audit")) {
      assertThatThrownBy(() -> box.replay(ALL.withTarget(ReplayTarget.toTopic(own))))
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining(own + " is no topic for events");
    }
    assertThat(box.waiting()).containsExactly("one");
  }

  @Test
  void stateOfALetter_saysWhatBecameOfIt() {
    box.letter("one", "a", 1);
    box.letter("two", "b", 2);
    box.letter("again", "c", 3, 3);
    box.letter("left", "d", 4);
    discard(LetterFilter.ofIds("one"), false);
    box.replay(ALL.withFilter(LetterFilter.ofIds("two", "again")));
    List<String> states = new ArrayList<>();
    try (DeadLetterReader reader =
        DeadLetterReader.open(box.cluster, Letterbox.TOPIC, Letterbox.NOW)) {
      reader.visitAll((letter, handled) -> states.add(reader.stateOf(letter)));
    }
    assertThat(states).containsExactly("discarded", "replayed", "parking", "waiting");
  }

  @Test
  void edit_isForOneLetter() {
    box.letter("one", "a", 1);
    box.letter("two", "b", 2);
    ReplayOptions.Changes edit = new ReplayOptions.Changes(false, event -> event);
    assertThatThrownBy(() -> box.replay(ALL.withChanges(edit)))
        .isInstanceOf(ReplayException.class)
        .hasMessageContaining("lets 2 through");
    assertThat(box.cluster.all("shop.retry")).isEmpty();
  }

  @Test
  void registryThatIsDown_isSaid_andNothingIsMoved() {
    box.letter("one", "a", 1);
    try (EventCodec down =
        EventCodec.create(
            Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", "0"))) {
      assertThatThrownBy(
              () ->
                  new Replay(Letterbox.TOPIC, ALL, Letterbox.NOW, 3)
                      .run(box.cluster, down, ReplayProgress.NONE, VerdictListener.NONE))
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining("http://127.0.0.1:1")
          .hasMessageContaining("Nothing was moved.");
    }
    assertThat(box.cluster.find("shop.dlq-state")).isEmpty();
  }

  private ReplayReport discard(LetterFilter filter, boolean dryRun) {
    return new Discard(
            Letterbox.TOPIC,
            new Discard.Options(filter, null, dryRun, Operator.named("ops@host")),
            Letterbox.NOW)
        .run(box.cluster, box.codec, ReplayProgress.NONE, VerdictListener.NONE);
  }

  private static int replayCount(ConsumerRecord<byte[], byte[]> record) {
    return DeliveryHeaders.read(record.headers()).replayCount();
  }
}
