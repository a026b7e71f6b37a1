package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Metadata;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to envelope to payload, and back. Thread-safe; one serves a whole process.
 *
 * <p>All bytes are in the Confluent wire format. Envelopes and statuses are registered under the
 * subject that {@code value.subject.name.strategy} gives (default {@code <topic>-value}), payloads
 * under the event's type. Besides Confluent's keys, {@code create} reads:
 *
 * <ul>
 *   <li>{@code sluice.serde}: {@code sluice} (default), {@code confluent}, or {@code <Serializer
 *       class>,<Deserializer class>}: what writes and reads the record value. The payload inside
 *       the envelope is always written and read here, since a serializer that names subjects by
 *       topic cannot name them by type.
 *   <li>{@code sluice.trusted.packages}: packages of generated Avro classes that schemas may name,
 *       comma-separated. Classes that are handed to {@link #decodeData} need not be named.
 * </ul>
 *
 * <p>Every method throws {@link RegistryUnavailableException} when it needs the registry and gets
 * no usable answer: that says nothing about the event, and the call may be repeated.
 */
public final class EventCodec implements AutoCloseable {

  private static final int ENVELOPE_VERSION = 1;

  private final SchemaRegistry registry;
  private final boolean ownsRegistry;
  private final LatestSchemas latest;
  private final PayloadCodec payloads;
  private final RecordSerde records;

  private EventCodec(
      Map<String, ?> config, SchemaRegistry registry, boolean ownsRegistry, InstantSource clock) {
    ConfigValues values = new ConfigValues(config);
    TrustedClasses.addPackages(values.list(TrustedClasses.PACKAGES));
    WireFormat wire = new WireFormat();
    AvroReading reading = new AvroReading(registry, wire);
    this.registry = registry;
    this.ownsRegistry = ownsRegistry;
    this.latest = new LatestSchemas(registry, clock);
    AvroWriting writing = new AvroWriting(registry, latest, values, wire);
    this.payloads = new PayloadCodec(writing, reading, latest);
    @Nullable RecordSerde foreign = ForeignRecordSerde.chosen(values, payloads);
    this.records =
        foreign != null
            ? foreign
            : new SluiceRecordSerde(writing, reading, SubjectNames.of(values, false));
  }

  /**
   * With a registry of its own, closed with the codec.
   *
   * @throws org.apache.kafka.common.config.ConfigException when a key has a bad value
   */
  public static EventCodec create(Map<String, ?> config) {
    return new EventCodec(config, SchemaRegistry.create(config), true, InstantSource.system());
  }

  /** On a registry of the caller's, who closes it. */
  public static EventCodec create(Map<String, ?> config, SchemaRegistry registry) {
    return create(config, registry, InstantSource.system());
  }

  static EventCodec create(Map<String, ?> config, SchemaRegistry registry, InstantSource clock) {
    return new EventCodec(config, registry, false, clock);
  }

  /**
   * A draft as it goes into a record: payload into envelope into bytes.
   *
   * @throws IncompatibleSchemaException when the registry refuses the payload's schema
   * @throws PayloadMismatchException when the data does not fit its type's schema
   */
  public EncodedEvent encode(EventDraft draft, EncodeContext context) {
    String id = draft.givenId().orElseGet(EventIds::next);
    Instant timestamp = millis(draft.givenTimestamp().orElse(context.now()));
    byte[] data = payloads.encode(draft.type(), draft.data());
    Metadata metadata =
        new Metadata(
            draft.givenCorrelationId().orElse(null),
            draft.givenCausationId().orElse(null),
            draft.expiresAt(context.now()).map(EventCodec::millis).orElse(null),
            draft.notBefore(context.now()).map(EventCodec::millis).orElse(null),
            draft.givenLabels());
    Envelope envelope =
        new Envelope(
            id,
            draft.type(),
            ENVELOPE_VERSION,
            timestamp,
            draft.givenSource().orElse(context.defaultSource()),
            ByteBuffer.wrap(data),
            metadata);
    return new EncodedEvent(
        id,
        draft.type(),
        draft.givenKey().orElse(id).getBytes(UTF_8),
        records.serialize(context.topic(), envelope),
        timestamp.toEpochMilli());
  }

  /**
   * The envelope in a record's value; the payload inside stays bytes.
   *
   * @throws MalformedEventException when the bytes are no envelope
   * @throws UnknownSchemaException when the registry does not know the id in them
   */
  public Envelope decode(String topic, byte @Nullable [] value) {
    return records.deserialize(topic, present(topic, value), Envelope.class);
  }

  /**
   * The payload as the class wanted, from whatever it was written as.
   *
   * @param as a generated Avro class, {@code GenericRecord.class}, {@code JsonNode.class}, or a
   *     class that Jackson binds JSON to. JSON of a type without a schema is converted to Avro
   *     where that is wanted: to the generated class's schema, or for GenericRecord to the type's
   *     own, if it has one by now
   * @throws MalformedEventException when the bytes are not such a payload
   * @throws UnknownSchemaException when the registry does not know the id in them
   * @throws PayloadMismatchException when it does not fit the class
   */
  public <T> T decodeData(Envelope envelope, Class<T> as) {
    return payloads.decode(envelope, as);
  }

  /** As it was written: a GenericRecord, or a JsonNode for a type without a schema. */
  public Object decodeData(Envelope envelope) {
    return payloads.decode(envelope);
  }

  public byte[] encodeStatus(String topic, EventStatus status) {
    return records.serialize(topic, status);
  }

  /**
   * The status in a record's value.
   *
   * @throws MalformedEventException when the bytes are no status
   */
  public EventStatus decodeStatus(String topic, byte @Nullable [] value) {
    return records.deserialize(topic, present(topic, value), EventStatus.class);
  }

  /**
   * Gives a type a schema, or a new version of it: what is published to it as JSON is checked
   * against it from then on.
   *
   * @return the schema's id
   * @throws IncompatibleSchemaException when the registry refuses it
   */
  public int registerType(String type, Schema schema) {
    int id = registry.register(type, schema);
    latest.forget(type);
    return id;
  }

  public SchemaRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    records.close();
    if (ownsRegistry) {
      registry.close();
    }
  }

  private static byte[] present(String topic, byte @Nullable [] value) {
    if (value == null) {
      throw new MalformedEventException("record on " + topic + ": it has no value (a tombstone)");
    }
    return value;
  }

  /** What the schema can hold, so that an event reads back equal. */
  private static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
