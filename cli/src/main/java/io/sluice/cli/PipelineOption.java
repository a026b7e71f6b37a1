package io.sluice.cli;

import io.sluice.schema.TopicNames;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Option;

/** Which pipeline is meant: a mixin of the commands about a running one. */
final class PipelineOption {
  private static final String CONTROL = ".control";

  @Option(
      names = {"-p", "--pipeline"},
      paramLabel = "NAME",
      defaultValue = "shop",
      description = "The pipeline that is meant. Default: shop.")
  String pipeline;

  /**
   * @throws UserErrorException when no pipeline can be named so
   */
  TopicNames names() {
    try {
      return new TopicNames(pipeline);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("--pipeline: " + e.getMessage(), ExitCodes.WRONG_USAGE);
    }
  }

  /**
   * The names of all topics of the cluster.
   *
   * @throws UserErrorException when the pipeline has never run there, naming those that have
   */
  static Set<String> require(Admin admin, TopicNames names) {
    Set<String> topics = TopicAdmin.names(admin);
    if (topics.contains(names.control())) {
      return topics;
    }
    String others =
        topics.stream()
            .filter(topic -> topic.endsWith(CONTROL) && topic.length() > CONTROL.length())
            .map(topic -> topic.substring(0, topic.length() - CONTROL.length()))
            .filter(name -> topics.contains(name + ".retry"))
            .collect(Collectors.joining(", "));
    throw new UserErrorException(
        "There is no topic "
            + names.control()
            + ": the pipeline "
            + names.pipeline()
            + " has never run here. "
            + (others.isEmpty()
                ? "No other has either."
                : "Pipelines here: " + others + "; choose with --pipeline."));
  }
}
