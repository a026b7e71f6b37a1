package io.sluice.cli;

import io.sluice.replay.DeadLetterReader;
import io.sluice.replay.LetterVisitor;
import io.sluice.replay.ReplayException;
import io.sluice.replay.filter.LetterFilter;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.EventCodec;
import io.sluice.schema.RegistryUnavailableException;
import java.time.Clock;
import java.util.List;

/** Reads the dead letters that a filter means. The registry is asked only if the filter has to. */
final class ChosenLetters {
  private final ConnectionOptions connection;
  private final LetterFilter filter;
  private final boolean all;
  private final Clock clock;

  /**
   * @param all letters that have been dealt with too, wherever they lie
   */
  ChosenLetters(ConnectionOptions connection, LetterFilter filter, boolean all, Clock clock) {
    this.connection = connection;
    this.filter = filter;
    this.all = all;
    this.clock = clock;
  }

  @FunctionalInterface
  interface Visitor {
    /**
     * Takes a letter.
     *
     * @param state waiting, replayed, parking, discarded
     * @return false to be shown no more
     */
    boolean visit(OpenLetter letter, String state);
  }

  /**
   * Shows the letters of these topics, one topic after another.
   *
   * @throws UserErrorException when Kafka, or the registry that the filter needs, gives no answer
   */
  void visit(List<DeadLetterTopic> topics, Visitor visitor) {
    try (EventCodec codec = EventCodec.create(connection.registryConfig())) {
      LetterContents contents = new LetterContents(codec);
      boolean more = true;
      for (DeadLetterTopic topic : topics) {
        more = more && visit(topic, contents, visitor);
      }
    } catch (RegistryUnavailableException e) {
      throw new UserErrorException(
          "The filter looks into the letters, for which the schema registry is needed: "
              + e.getMessage()
              + ". Try again when it answers, or ask for what stands in the headers only.",
          e);
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
  }

  /** False when the visitor has enough. */
  private boolean visit(DeadLetterTopic topic, LetterContents contents, Visitor visitor) {
    boolean[] more = {true};
    try (DeadLetterReader reader = DeadLetterReader.open(connection.kafkaConfig(), topic, clock)) {
      LetterVisitor chosen =
          (letter, handled) -> {
            OpenLetter open = new OpenLetter(letter, contents);
            if (filter.matches(open)) {
              more[0] = visitor.visit(open, reader.stateOf(letter));
            }
            return more[0];
          };
      if (all) {
        reader.visitAll(chosen);
      } else {
        reader.visit(chosen);
      }
    }
    return more[0];
  }
}
