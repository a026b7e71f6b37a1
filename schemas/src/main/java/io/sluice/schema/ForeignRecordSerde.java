package io.sluice.schema;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A pair of Kafka serializers named in configuration, {@code io.confluent}'s first of all. Found by
 * name, so that nothing of theirs is needed to compile or, unless chosen, to run.
 */
final class ForeignRecordSerde implements RecordSerde {

  static final String SERDE = "sluice.serde";
  private static final String CONFLUENT = "confluent";
  private static final String PACKAGE = "io.confluent.kafka.serializers.";

  private final Serializer<Object> serializer;
  private final Deserializer<Object> deserializer;
  private final Setting setting;
  private final PayloadCodec conversion;

  /**
   * @param wireFormat whether the bytes are known to be in Confluent's
   * @param registry its addresses, for messages
   */
  private record Setting(boolean wireFormat, String registry, SubjectNames names) {}

  private ForeignRecordSerde(
      Serializer<Object> serializer,
      Deserializer<Object> deserializer,
      Setting setting,
      PayloadCodec conversion) {
    this.serializer = serializer;
    this.deserializer = deserializer;
    this.setting = setting;
    this.conversion = conversion;
  }

  /** Null when the configuration chooses Sluice's own. */
  static @Nullable RecordSerde chosen(ConfigValues values, PayloadCodec conversion) {
    String choice = values.text(SERDE, "sluice");
    if (choice.equals("sluice")) {
      return null;
    }
    boolean confluent = choice.equals(CONFLUENT);
    List<String> classes =
        confluent
            ? List.of(PACKAGE + "KafkaAvroSerializer", PACKAGE + "KafkaAvroDeserializer")
            : values.list(SERDE);
    if (classes.size() != 2) {
      throw new ConfigException(
          SERDE, choice, "write sluice, confluent, or <Serializer class>,<Deserializer class>");
    }
    return create(values, classes, confluent, conversion);
  }

  @SuppressWarnings("unchecked") // They take and give Objects, or refuse ours when they meet one.
  private static RecordSerde create(
      ConfigValues values, List<String> classes, boolean confluent, PayloadCodec conversion) {
    Serializer<Object> serializer = instance(classes.get(0), Serializer.class, confluent);
    Deserializer<Object> deserializer = instance(classes.get(1), Deserializer.class, confluent);
    Map<String, Object> config = new HashMap<>(values.map());
    config.values().removeIf(value -> value == null);
    config.put("specific.avro.reader", true);
    SubjectNames names = SubjectNames.of(values, false);
    if (confluent) {
      config.put(SubjectNames.VALUE_KEY, names.confluentClass());
    }
    serializer.configure(config, false);
    deserializer.configure(config, false);
    String registry =
        String.join(",", values.list(RegistryConfig.URL)).replaceAll("//[^/@,]*@", "//");
    return new ForeignRecordSerde(
        serializer, deserializer, new Setting(confluent, registry, names), conversion);
  }

  private static <T> T instance(String name, Class<T> kind, boolean confluent) {
    try {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      ClassLoader own = ForeignRecordSerde.class.getClassLoader();
      Class<?> found = Class.forName(name, true, context == null ? own : context);
      return kind.cast(found.getConstructor().newInstance());
    } catch (ClassNotFoundException | NoClassDefFoundError missing) {
      throw new ConfigException(missing(name, confluent, missing));
    } catch (ReflectiveOperationException | ClassCastException unfit) {
      throw new ConfigException(
          SERDE, name, "is no " + kind.getName() + " with a constructor without parameters");
    }
  }

  private static String missing(String name, boolean confluent, Throwable missing) {
    String message =
        SERDE + ": the class " + name + " or one that it needs is not on the class path";
    if (!message.contains(String.valueOf(missing.getMessage()).replace('/', '.'))) {
      message += " (missing: " + missing.getMessage() + ")";
    }
    return confluent
        ? message
            + ". Add the dependency io.confluent:kafka-avro-serializer, which is in Confluent's own"
            + " Maven repository and not in Maven Central, or write "
            + SERDE
            + "=sluice, which writes the same bytes"
        : message;
  }

  @Override
  public byte[] serialize(String topic, SpecificRecord value) {
    try {
      return serializer.serialize(topic, value);
    } catch (KafkaException failed) {
      String subject = setting.names.subject(topic, false, value.getSchema());
      throw ForeignFaults.translate(failed, setting.registry, subject, -1);
    }
  }

  @Override
  public <T extends SpecificRecord> T deserialize(String topic, byte[] bytes, Class<T> as) {
    String what = "record value on " + topic;
    int id = setting.wireFormat ? WireFormat.schemaId(ByteBuffer.wrap(bytes), () -> what) : -1;
    Object datum;
    try {
      datum = deserializer.deserialize(topic, bytes);
    } catch (RuntimeException | StackOverflowError failed) {
      throw ForeignFaults.translate(failed, setting.registry, what, id);
    }
    if (as.isInstance(datum)) {
      return as.cast(datum);
    }
    if (datum instanceof GenericRecord record
        && record.getSchema().getFullName().equals(as.getName())) {
      return conversion.specific(record, as);
    }
    throw new MalformedEventException(
        what
            + ": wanted "
            + as.getName()
            + ", found "
            + (datum == null ? "nothing" : datum.getClass().getName()));
  }

  @Override
  public void close() {
    serializer.close();
    deserializer.close();
  }
}
