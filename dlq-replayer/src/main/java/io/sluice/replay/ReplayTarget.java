package io.sluice.replay;

import org.jspecify.annotations.Nullable;

/**
 * Where letters go.
 *
 * @param topic only for {@link Kind#TOPIC}
 */
public record ReplayTarget(Kind kind, @Nullable String topic) {

  /** The ways back. */
  public enum Kind {
    /** To the retry topic of the pipeline that gave them up: to the handler that failed only. */
    HANDLER,
    /** To the topic that each was first read from: to whoever reads that. */
    SOURCE,
    /** To one topic, by key. */
    TOPIC
  }

  public static ReplayTarget toHandler() {
    return new ReplayTarget(Kind.HANDLER, null);
  }

  public static ReplayTarget toSource() {
    return new ReplayTarget(Kind.SOURCE, null);
  }

  public static ReplayTarget toTopic(String topic) {
    return new ReplayTarget(Kind.TOPIC, topic);
  }

  /** As the command line has it. */
  @Override
  public String toString() {
    return switch (kind) {
      case HANDLER -> "--to-handler";
      case SOURCE -> "--to-source";
      case TOPIC -> "--to-topic " + topic;
    };
  }
}
