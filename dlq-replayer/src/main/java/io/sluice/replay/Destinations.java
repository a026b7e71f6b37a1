package io.sluice.replay;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Where each letter goes. On a retry or a source topic that is the partition it came from, since
 * the state of its key is there; where the topic has another number of partitions than it had, the
 * one that its key has now. Elsewhere: by the key, as a producer does. Not thread-safe.
 */
final class Destinations {
  private static final int ANY = -1;
  private static final String STEPS = ".workflow/";
  private static final List<String> OWN =
      List.of(
          ".dlq",
          ".dlq-state",
          ".parking",
          ".parking-state",
          ".status",
          ".audit",
          ".control",
          ".instances",
          ".workflow");

  private final Cluster cluster;
  private final DeadLetterTopic letters;
  private final ReplayTarget target;
  private final Map<String, Optional<TopicFacts>> topics = new HashMap<>();
  private final Map<String, OptionalInt> largest = new HashMap<>();

  /**
   * @throws ReplayException when the target is not there, or cannot be known
   */
  Destinations(Cluster cluster, DeadLetterTopic letters, ReplayTarget target) {
    this.cluster = cluster;
    this.letters = letters;
    this.target = target;
    String fixed = fixedTopic();
    if (fixed != null && isBookkeeping(fixed)) {
      throw new ReplayException(
          fixed
              + " is no topic for events: a pipeline keeps its own account there. Name another."
              + " Nothing was moved.");
    }
    if (fixed != null && find(fixed).isEmpty()) {
      throw new ReplayException(
          "There is no topic "
              + fixed
              + ". "
              + (target.kind() == ReplayTarget.Kind.HANDLER
                  ? "The pipeline makes it when it starts."
                  : "Make it first, or name another.")
              + " Nothing was moved.");
    }
  }

  /** A place to go, or why there is none; what a person should know of it. */
  record Destination(@Nullable TopicPartition to, @Nullable String refusal, @Nullable String note) {
    private static Destination refused(String why) {
      return new Destination(null, why, null);
    }
  }

  Destination of(DeadLetter letter) {
    String topic = fixedTopic();
    if (topic == null) {
      Origin origin = letter.origin();
      if (origin == null) {
        return Destination.refused("nothing tells where it came from; name a --to-topic");
      }
      if (isStep(origin)) {
        return Destination.refused(
            "it is a step of a workflow, which was on no source topic; a step goes back with"
                + " --to-handler");
      }
      topic = origin.topic();
    }
    Optional<TopicFacts> facts = find(topic);
    if (facts.isEmpty()) {
      return Destination.refused("its topic " + topic + " is there no more; name a --to-topic");
    }
    return place(letter, facts.get());
  }

  /** The largest batch that the topic takes, bytes; a very large number where that is not known. */
  int largestBatch(String topic) {
    return largest.computeIfAbsent(topic, cluster::largestBatch).orElse(Integer.MAX_VALUE);
  }

  /** Where a letter goes that has come back too often; the topic need not be there yet. */
  TopicPartition parking(DeadLetter letter) {
    String topic = letters.parkingTopic();
    // It is made with as many partitions as the letters' topic has, which may have grown since.
    int partitions = find(topic).map(TopicFacts::partitions).orElse(Integer.MAX_VALUE);
    return new TopicPartition(topic, letter.place().partition() % partitions);
  }

  private @Nullable String fixedTopic() {
    return switch (target.kind()) {
      case SOURCE -> null;
      case TOPIC -> target.topic();
      case HANDLER ->
          letters
              .retryTopic()
              .orElseThrow(
                  () ->
                      new ReplayException(
                          letters.name()
                              + " is not the dead-letter topic of a pipeline (<pipeline>.dlq), so"
                              + " say where its letters are to go: --to-source or --to-topic."));
    };
  }

  private Destination place(DeadLetter letter, TopicFacts to) {
    Origin origin = letter.origin();
    boolean keepsPartition =
        target.kind() != ReplayTarget.Kind.TOPIC
            || letters.retryTopic().filter(to.name()::equals).isPresent();
    if (!keepsPartition || origin == null || origin.partition() < 0) {
      return byKey(letter, to, to.partitions(), null);
    }
    int now =
        isStep(origin) ? to.partitions() : partitionsNow(origin.topic()).orElse(to.partitions());
    Integer then = DeliveryHeaders.originPartitions(letter.raw().headers());
    if (then != null && then != now) {
      return byKey(letter, to, now, moved(origin, then + " partitions then, " + now + " now"));
    }
    if (origin.partition() >= to.partitions()) {
      return byKey(letter, to, now, moved(origin, to.name() + " has " + to.partitions()));
    }
    return new Destination(new TopicPartition(to.name(), origin.partition()), null, null);
  }

  /**
   * Such an origin is made up, of the workflow's id: no topic has a slash in its name, and there is
   * no use in asking for it.
   */
  private static boolean isStep(Origin origin) {
    return origin.topic().contains(STEPS);
  }

  /** Dead letters, their state, statuses, audit: a record in them that is none would mislead. */
  private boolean isBookkeeping(String topic) {
    if (topic.equals(letters.name()) || topic.equals(letters.stateTopic())) {
      return true;
    }
    return OWN.stream()
        .filter(suffix -> topic.endsWith(suffix) && topic.length() > suffix.length())
        .map(suffix -> topic.substring(0, topic.length() - suffix.length()))
        .anyMatch(pipeline -> find(pipeline + ".retry").isPresent());
  }

  private static Destination byKey(
      DeadLetter letter, TopicFacts to, int count, @Nullable String note) {
    byte @Nullable [] key = letter.raw().key();
    int among = Math.min(count, to.partitions());
    int partition = key == null ? ANY : Utils.toPositive(Utils.murmur2(key)) % among;
    return new Destination(new TopicPartition(to.name(), partition), null, note);
  }

  private static String moved(Origin origin, String why) {
    return "re-partitioned by its key: it was in partition "
        + origin.partition()
        + " of "
        + origin.topic()
        + " ("
        + why
        + ")";
  }

  /** One topic that may not be looked at must not keep all other letters where they are. */
  private Optional<Integer> partitionsNow(String topic) {
    try {
      return find(topic).map(TopicFacts::partitions);
    } catch (ReplayException noRight) {
      topics.put(topic, Optional.empty());
      return Optional.empty();
    }
  }

  private Optional<TopicFacts> find(String topic) {
    return topics.computeIfAbsent(topic, cluster::find);
  }
}
