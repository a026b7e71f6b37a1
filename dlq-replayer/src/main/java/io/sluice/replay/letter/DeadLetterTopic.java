package io.sluice.replay.letter;

import io.sluice.schema.TopicNames;
import java.util.List;
import java.util.Optional;

/**
 * A topic of dead letters and the names that belong to replaying it. Any topic will do; one that
 * ends in {@code .dlq}, or {@code .parking}, belongs to a pipeline, and its letters go back to that
 * pipeline by default.
 */
public record DeadLetterTopic(String name) {
  private static final List<String> SUFFIXES = List.of(".dlq", ".parking");

  private static final String CONTROL = ".control";

  /** The dead letters of a pipeline. */
  public static DeadLetterTopic ofPipeline(String pipeline) {
    return new DeadLetterTopic(new TopicNames(pipeline).dlq());
  }

  /** True for the topics that {@code sluice dlq list} finds by itself. */
  public static boolean isOne(String topic) {
    return SUFFIXES.stream()
        .anyMatch(suffix -> topic.endsWith(suffix) && topic.length() > suffix.length());
  }

  /** The pipeline whose letters these are; empty for a topic that Sluice did not make. */
  public Optional<String> pipeline() {
    return isOne(name) ? Optional.of(name.substring(0, name.lastIndexOf('.'))) : Optional.empty();
  }

  /** Where letters go back to unless another topic is named. */
  public Optional<String> retryTopic() {
    return pipeline().map(pipeline -> new TopicNames(pipeline).retry());
  }

  /** The statuses of the pipeline's events. */
  public Optional<String> statusTopic() {
    return pipeline().map(pipeline -> new TopicNames(pipeline).status());
  }

  /** Who did what to these letters, and why. */
  public String auditTopic() {
    // What operators say to a pipeline stands in the same audit.
    if (name.endsWith(CONTROL) && name.length() > CONTROL.length()) {
      return new TopicNames(name.substring(0, name.length() - CONTROL.length())).audit();
    }
    return pipeline().map(pipeline -> new TopicNames(pipeline).audit()).orElse(name + "-audit");
  }

  /** Where letters go that have come back too often. */
  public String parkingTopic() {
    return pipeline().map(pipeline -> new TopicNames(pipeline).parking()).orElse(name + "-parking");
  }

  /** Compacted: which letters have been handled, one record a letter. */
  public String stateTopic() {
    return name + "-state";
  }

  /** The consumer group whose offsets say up to where every letter has been handled. */
  public String replayerGroup() {
    return name + ".replayer";
  }

  /** One for the whole topic, so that of two replays at once the later fences the earlier. */
  public String transactionalId() {
    return replayerGroup();
  }
}
