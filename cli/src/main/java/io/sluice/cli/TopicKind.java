package io.sluice.cli;

import java.util.Locale;

/** What a topic is to Sluice, by its name. */
enum TopicKind {
  SOURCE(""),
  RETRY(".retry"),
  DLQ(".dlq"),
  STATUS(".status"),
  CONTROL(".control"),
  INSTANCES(".instances"),
  AUDIT(".audit"),
  PARKING(".parking"),
  WORKFLOW(".workflow"),
  CHANGELOG("-changelog");

  private final String suffix;

  TopicKind(String suffix) {
    this.suffix = suffix;
  }

  static TopicKind of(String topic) {
    for (TopicKind kind : values()) {
      if (kind != SOURCE && topic.endsWith(kind.suffix) && topic.length() > kind.suffix.length()) {
        return kind;
      }
    }
    return SOURCE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
