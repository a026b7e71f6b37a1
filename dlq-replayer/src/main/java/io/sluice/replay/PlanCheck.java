package io.sluice.replay;

import io.sluice.replay.LetterRun.Site;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.replay.letter.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Whether the world is still as it was when a plan was made. Not thread-safe. */
final class PlanCheck {
  private static final int MOST_NAMED = 5;

  private final ReplayPlan plan;
  private final List<String> problems = new ArrayList<>();
  private long found;

  PlanCheck(ReplayPlan plan) {
    this.plan = plan;
  }

  /** The letters that the plan has still to deal with, in its order; takes note of what differs. */
  Selection lettersLeft(Cluster cluster, DeadLetterReader reader) {
    if (!reader.facts().id().toString().equals(plan.topicId())) {
      problem("the topic " + plan.topic().name() + " was deleted and made anew");
    }
    plan.partitions().forEach((topic, then) -> checkPartitions(cluster, topic, then));
    List<Chosen> left = new ArrayList<>();
    int mostReplays = 0;
    long done = 0;
    Set<Place> seen = new HashSet<>();
    for (PlannedLetter letter : plan.letters()) {
      if (letter.verdict().fate().isHandled()) {
        if (!seen.add(letter.place())) {
          problem(named(letter) + " is in the plan twice");
        } else if (reader.isOfPlan(letter.place())) {
          done++;
        } else if (isThere(letter, reader)) {
          left.add(chosen(letter));
          mostReplays = Math.max(mostReplays, replaysBefore(letter.verdict()));
        }
      }
    }
    // The plan does not know what lies between its letters: the group's offset stays.
    Frontier still =
        new Frontier(reader.facts().id(), reader.unhandledFrom(), reader.unhandledFrom());
    return new Selection(left, still, done, 0, mostReplays, false);
  }

  /** Asks the judge about each letter, and moves none. */
  void sameVerdicts(Site site, Selection selection, Judge judge) {
    try (LetterFeed feed =
        new LetterFeed(site.cluster(), plan.topic().name(), selection.letters(), site.clock())) {
      while (feed.hasNext()) {
        Chosen chosen = feed.peek();
        Optional<DeadLetter> letter = feed.next();
        if (letter.isEmpty()) {
          problem(place(chosen) + " is there no more, or another letter is");
        } else {
          try {
            Verdict unused = judge.rule(chosen, new OpenLetter(letter.get(), site.contents()));
          } catch (ReplayException other) {
            problem(String.valueOf(other.getMessage()));
          }
        }
      }
    }
  }

  /**
   * @throws ReplayException when anything differs, naming the first of it
   */
  void refuseIfChanged() {
    if (found > 0) {
      throw new ReplayException(
          "The plan "
              + plan.id()
              + " does not fit any more, so nothing was moved:\n  "
              + String.join("\n  ", problems)
              + (found > problems.size() ? "\n  and " + (found - problems.size()) + " more" : "")
              + "\nMake a new plan.");
    }
  }

  private void checkPartitions(Cluster cluster, String topic, int then) {
    Optional<TopicFacts> now = cluster.find(topic);
    if (now.isEmpty() && !topic.equals(plan.topic().parkingTopic())) {
      problem("the topic " + topic + " is there no more");
    } else if (now.isPresent() && now.get().partitions() != then) {
      problem(
          "the topic " + topic + " had " + then + " partitions and has " + now.get().partitions());
    }
  }

  private boolean isThere(PlannedLetter letter, DeadLetterReader reader) {
    Place place = letter.place();
    TopicPartition partition = new TopicPartition(place.topic(), place.partition());
    if (reader.isHandled(place)) {
      problem(named(letter) + " was dealt with by somebody else");
    } else if (place.offset() >= reader.ends().getOrDefault(partition, 0L)) {
      problem(named(letter) + " is not in the topic");
    } else if (place.offset() < reader.beginnings().getOrDefault(partition, 0L)) {
      problem(named(letter) + " is there no more: retention has taken it");
    } else {
      return true;
    }
    return false;
  }

  private static int replaysBefore(Verdict verdict) {
    return verdict.fate() == Verdict.Fate.REPLAY
        ? verdict.replayCount() - 1
        : verdict.replayCount();
  }

  private static String named(PlannedLetter letter) {
    return letter.place() + " (" + letter.id() + ")";
  }

  private static Chosen chosen(PlannedLetter letter) {
    return new Chosen(
        letter.place().partition(),
        letter.place().offset(),
        Hash64.of(letter.id()),
        letter.deadAt().toEpochMilli(),
        0,
        0);
  }

  private Place place(Chosen chosen) {
    return new Place(plan.topic().name(), chosen.partition(), chosen.offset());
  }

  private void problem(String text) {
    found++;
    if (problems.size() < MOST_NAMED) {
      problems.add(text);
    }
  }
}
