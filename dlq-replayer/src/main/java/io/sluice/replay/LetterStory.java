package io.sluice.replay;

import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.LetterContent;
import io.sluice.replay.letter.LetterContents;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.RegistryUnavailableException;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.EventStatus;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * All that can be told of one letter; what cannot, with the reason.
 *
 * @param state waiting, replayed, parking, discarded
 * @param content what is in it; null when the registry, which must tell, does not answer
 * @param contentFault why there is no content; null when there is
 * @param history what its pipeline has told of the event, oldest first; empty when it has told
 *     nothing, or the letter is of no pipeline
 * @param historyFault why the history could not be read; null when it could
 */
public record LetterStory(
    DeadLetter letter,
    String state,
    @Nullable LetterContent content,
    @Nullable String contentFault,
    List<EventStatus> history,
    @Nullable String historyFault) {

  /** Opens the letter and reads its history. */
  public static LetterStory of(
      DeadLetter letter, String state, LetterContents contents, StatusReader statuses) {
    LetterContent content;
    try {
      content = contents.of(letter);
    } catch (RegistryUnavailableException down) {
      // The history is Avro too: asking again would only wait for the same registry once more.
      String fault = String.valueOf(down.getMessage());
      return new LetterStory(letter, state, null, fault, List.of(), fault);
    }
    try {
      List<EventStatus> history = history(letter, statuses);
      return new LetterStory(letter, state, content, null, history, null);
    } catch (ReplayException | EventFormatException | KafkaException broken) {
      return new LetterStory(
          letter, state, content, null, List.of(), String.valueOf(broken.getMessage()));
    }
  }

  private static List<EventStatus> history(DeadLetter letter, StatusReader statuses) {
    String pipeline = letter.pipeline();
    if (pipeline == null) {
      return List.of();
    }
    String topic;
    try {
      topic = new TopicNames(pipeline).status();
    } catch (IllegalArgumentException noPipelineIsNamedSo) {
      return List.of();
    }
    return statuses.read(topic, letter.id()).orElse(List.of());
  }
}
