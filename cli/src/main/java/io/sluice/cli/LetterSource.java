package io.sluice.cli;

import io.sluice.replay.letter.DeadLetterTopic;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Of which topic the letters are: a mixin of the commands that work on one. */
final class LetterSource {
  private static final String DEFAULT_PIPELINE = "shop";

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      description = "The letters of this pipeline, in NAME.dlq. Default: " + DEFAULT_PIPELINE + ".")
  @Nullable String pipeline;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "The letters of this topic, instead of a pipeline's.")
  @Nullable String topic;

  /**
   * @throws UserErrorException when it is not there, or wrongly named
   */
  DeadLetterTopic require(ConnectionOptions connection) {
    DeadLetterTopic named = named();
    LetterTopics.of(connection).require(List.of(named));
    return named;
  }

  private DeadLetterTopic named() {
    if (topic == null) {
      return LetterTopics.ofPipeline(pipeline == null ? DEFAULT_PIPELINE : pipeline);
    }
    if (pipeline != null) {
      throw new UserErrorException(
          "--pipeline and --topic name the letters twice; give one of them.",
          ExitCodes.WRONG_USAGE);
    }
    return new DeadLetterTopic(topic);
  }
}
