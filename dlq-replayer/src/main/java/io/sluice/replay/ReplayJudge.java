package io.sluice.replay;

import io.sluice.replay.Destinations.Destination;
import io.sluice.replay.Verdict.Fate;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.LetterContent;
import io.sluice.replay.letter.LetterContent.Kind;
import io.sluice.replay.letter.OpenLetter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a replay, one after another: has the event succeeded since, has it come back too
 * often, is there a place to go, can it be read there, is it small enough.
 */
final class ReplayJudge implements Judge {
  private final DeadLetterTopic topic;
  private final ReplayOptions options;
  private final Facts facts;

  /**
   * What a verdict rests on.
   *
   * @param payloads checks and changes payloads
   * @param blocked keys behind whose head a replayed event is parked
   */
  record Facts(
      Destinations destinations,
      SucceededSince succeeded,
      Payloads payloads,
      BlockedKeys blocked,
      InstantSource clock) {}

  ReplayJudge(DeadLetterTopic topic, ReplayOptions options, Facts facts) {
    this.topic = topic;
    this.options = options;
    this.facts = facts;
  }

  @Override
  public Verdict rule(Chosen chosen, OpenLetter open) {
    DeadLetter letter = open.letter();
    Optional<Instant> success = facts.succeeded().of(chosen);
    if (success.isPresent() && !options.force()) {
      return Verdict.skip("its event has succeeded since", "it succeeded at " + success.get());
    }
    if (letter.replayCount() >= options.maxReplays()) {
      return tooOften(letter);
    }
    Destination destination = facts.destinations().of(letter);
    TopicPartition to = destination.to();
    if (to == null) {
      return Verdict.refuse(String.valueOf(destination.refusal()), List.of());
    }
    List<String> notes = new ArrayList<>();
    success.ifPresent(at -> notes.add("forced: it succeeded at " + at));
    if (destination.note() != null) {
      notes.add(destination.note());
    }
    return changed(open, to, notes);
  }

  /** Where letters of the parking topic itself have come back too often, they stay. */
  private Verdict tooOften(DeadLetter letter) {
    String why =
        "it has come back "
            + letter.replayCount()
            + (letter.replayCount() == 1 ? " time" : " times")
            + " (--max-replays "
            + options.maxReplays()
            + ")";
    if (topic.name().equals(topic.parkingTopic())) {
      return Verdict.refuse(why + "; a higher one brings it back", List.of());
    }
    return new Verdict(
        Fate.PARKING,
        facts.destinations().parking(letter),
        letter.replayCount(),
        null,
        why,
        List.of(),
        null);
  }

  private Verdict changed(OpenLetter open, TopicPartition to, List<String> notes) {
    Payloads.Outcome outcome = facts.payloads().of(open, to.topic());
    if (outcome.refusal() != null) {
      return Verdict.refuse(outcome.refusal(), outcome.details());
    }
    notes.addAll(outcome.details());
    tellFuture(open, to, notes);
    int count = Math.min(open.letter().replayCount(), Integer.MAX_VALUE - 1) + 1;
    Verdict verdict =
        new Verdict(
            Fate.REPLAY, to, count, outcome.change(), null, List.copyOf(notes), outcome.value());
    return ifItFits(open.letter(), verdict, to.topic());
  }

  private Verdict ifItFits(DeadLetter letter, Verdict verdict, String target) {
    int largest = facts.destinations().largestBatch(target);
    if (RecordSize.isSurelyWithin(largest, letter, verdict.value())) {
      return verdict;
    }
    int size = RecordSize.inBatch(Redelivery.replayed(letter, verdict, options.operator().by()));
    return size <= largest
        ? verdict
        : Verdict.refuse(
            "it is larger than " + target + " takes (max.message.bytes " + largest + ")",
            List.of("it needs " + size + " bytes"));
  }

  /** What the pipeline is likely to make of it; asked for in a dry run only, as it costs. */
  private void tellFuture(OpenLetter open, TopicPartition to, List<String> notes) {
    if (!options.dryRun()) {
      return;
    }
    boolean toRetry = topic.retryTopic().filter(to.topic()::equals).isPresent();
    notes.add(toRetry ? "passes dedupe" : "pipelines that have seen its id drop it as a duplicate");
    byte @Nullable [] key = open.letter().raw().key();
    String head = toRetry && key != null ? facts.blocked().headOf(to.partition(), key) : null;
    // Of a key that is held, the dead letter is the head itself: its replay ends the hold.
    if (head != null && !head.equals(open.letter().id())) {
      notes.add("would park behind " + head + ", which is not settled yet");
    }
    LetterContent content = open.content();
    if (content.fault() != null && topic.pipeline().isPresent()) {
      notes.add("would be a dead letter again: " + content.fault().message());
    }
    if (content.kind() == Kind.EVENT && content.envelope() != null) {
      Instant expires = content.envelope().getMetadata().getExpiresAt();
      if (expires != null && !expires.isAfter(facts.clock().instant())) {
        notes.add("would expire at once: its time was over at " + expires);
      }
    }
  }
}
