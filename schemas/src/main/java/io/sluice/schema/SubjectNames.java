package io.sluice.schema;

import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** Confluent's subject name strategies, by simple or full class name. */
enum SubjectNames {
  TOPIC_NAME("TopicNameStrategy"),
  RECORD_NAME("RecordNameStrategy"),
  TOPIC_RECORD_NAME("TopicRecordNameStrategy");

  static final String VALUE_KEY = "value.subject.name.strategy";
  static final String KEY_KEY = "key.subject.name.strategy";
  static final String CONFLUENT_PACKAGE = "io.confluent.kafka.serializers.subject.";

  private final String className;

  SubjectNames(String className) {
    this.className = className;
  }

  static SubjectNames of(ConfigValues config, boolean isKey) {
    String key = isKey ? KEY_KEY : VALUE_KEY;
    Object value = config.map().get(key);
    String name =
        value instanceof Class<?> strategy
            ? strategy.getName()
            : config.text(key, TOPIC_NAME.className);
    String simple =
        name.startsWith(CONFLUENT_PACKAGE) ? name.substring(CONFLUENT_PACKAGE.length()) : name;
    for (SubjectNames strategy : values()) {
      if (strategy.className.equals(simple)) {
        return strategy;
      }
    }
    throw new ConfigException(
        key, name, "write TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");
  }

  String subject(String topic, boolean isKey, Schema schema) {
    return switch (this) {
      case TOPIC_NAME -> topic + (isKey ? "-key" : "-value");
      case RECORD_NAME -> schema.getFullName();
      case TOPIC_RECORD_NAME -> topic + "-" + schema.getFullName();
    };
  }

  String confluentClass() {
    return CONFLUENT_PACKAGE + className;
  }
}
