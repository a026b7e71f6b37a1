package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.avro.AuditRecord;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Metadata;
import io.sluice.schema.avro.WorkflowRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

  private static final int ENVELOPE_VERSION = 2;

  private final SchemaRegistry registry;
  private final boolean ownsRegistry;
  private final LatestSchemas latest;
  private final Upcasting upcasting;
  private final AvroReading reading;
  private final PayloadCodec payloads;
  private final CurrentPayloads current;
  private final ResultCodec results;
  private final RecordSerde records;
  private final WorkflowEncoder workflows;

  /** Where schemas come from, and who closes that. */
  private record Source(SchemaRegistry registry, boolean owned, InstantSource clock) {}

  private EventCodec(Map<String, ?> config, Source source, Upcasters upcasters) {
    ConfigValues values = new ConfigValues(config);
    TrustedClasses.addPackages(values.list(TrustedClasses.PACKAGES));
    WireFormat wire = new WireFormat();
    this.reading = new AvroReading(source.registry, wire);
    this.registry = source.registry;
    this.ownsRegistry = source.owned;
    this.latest = new LatestSchemas(registry, source.clock);
    AvroWriting writing = new AvroWriting(registry, latest, values, wire);
    this.upcasting = new Upcasting(upcasters, registry);
    this.payloads = new PayloadCodec(writing, reading, latest, upcasting);
    this.current = new CurrentPayloads(payloads, writing, latest);
    this.results = new ResultCodec(writing, payloads);
    @Nullable RecordSerde foreign = ForeignRecordSerde.chosen(values, payloads);
    this.records =
        foreign != null
            ? foreign
            : new SluiceRecordSerde(writing, reading, SubjectNames.of(values, false));
    this.workflows = new WorkflowEncoder(payloads, records);
  }

  /**
   * With a registry of its own, closed with the codec, and no upcasters.
   *
   * @throws org.apache.kafka.common.config.ConfigException when a key has a bad value
   */
  public static EventCodec create(Map<String, ?> config) {
    return create(config, Upcasters.none());
  }

  /** Like {@link #create(Map)}, reading old payloads through upcasters. */
  public static EventCodec create(Map<String, ?> config, Upcasters upcasters) {
    Source own = new Source(SchemaRegistry.create(config), true, InstantSource.system());
    return new EventCodec(config, own, upcasters);
  }

  /** On a registry of the caller's, who closes it, and without upcasters. */
  public static EventCodec create(Map<String, ?> config, SchemaRegistry registry) {
    return create(config, registry, Upcasters.none());
  }

  /** On a registry of the caller's, who closes it. */
  public static EventCodec create(
      Map<String, ?> config, SchemaRegistry registry, Upcasters upcasters) {
    return new EventCodec(config, new Source(registry, false, InstantSource.system()), upcasters);
  }

  static EventCodec create(Map<String, ?> config, SchemaRegistry registry, InstantSource clock) {
    return new EventCodec(config, new Source(registry, false, clock), Upcasters.none());
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
            draft.givenLabels(),
            null);
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
   * The payload as the class wanted, from whatever it was written as; raised by the upcasters of
   * its type where they read what it was written as.
   *
   * @param as a generated Avro class, {@code GenericRecord.class}, {@code JsonNode.class}, or a
   *     class that Jackson binds JSON to. JSON of a type without a schema is converted to Avro
   *     where that is wanted: to the generated class's schema, or for GenericRecord to the type's
   *     own, if it has one by now
   * @throws MalformedEventException when the bytes are not such a payload
   * @throws UnknownSchemaException when the registry does not know the id in them
   * @throws PayloadMismatchException when it does not fit the class, or an upcaster fails
   */
  public <T> T decodeData(Envelope envelope, Class<T> as) {
    return payloads.decode(envelope, as);
  }

  /**
   * As it was written, whatever upcasters there are: a GenericRecord, or a JsonNode for a type
   * without a schema.
   */
  public Object decodeData(Envelope envelope) {
    return payloads.decode(envelope);
  }

  /** As it was written, whatever upcasters there are, Avro shown as JSON. */
  public JsonNode writtenData(Envelope envelope) {
    return payloads.json(envelope);
  }

  /**
   * Whether the newest schema of its type can read this payload. Without the upcasters, whose use
   * is only told. Cheap for every further payload of one schema; a schema registered elsewhere is
   * noticed within a minute.
   *
   * @throws MalformedEventException when the bytes are no payload
   * @throws UnknownSchemaException when the registry does not know the id in them
   */
  public PayloadFit fit(Envelope envelope) {
    return current.fit(envelope);
  }

  /**
   * The envelope as a record's value, its payload raised by the upcasters of its type, and by Avro
   * from where they end, to the newest schema; everything else as it is. A payload that needs no
   * upcaster keeps its bytes.
   *
   * @throws MalformedEventException when the bytes are no payload
   * @throws PayloadMismatchException when it cannot be raised so far
   */
  public byte[] upcast(Envelope envelope, String topic) {
    return encodeEnvelope(topic, with(envelope, current.raised(envelope)));
  }

  /**
   * The envelope as a record's value, with another payload, checked against its type's newest
   * schema; a type without one stays JSON.
   *
   * @throws PayloadMismatchException when the data does not fit the schema
   */
  public byte[] withData(String topic, Envelope envelope, JsonNode data) {
    return encodeEnvelope(topic, with(envelope, payloads.encode(envelope.getType(), data)));
  }

  /** An envelope as the value of a record on the topic; the payload inside is taken as it is. */
  public byte[] encodeEnvelope(String topic, Envelope envelope) {
    return records.serialize(topic, envelope);
  }

  /**
   * Any Avro of the registry as JSON, whether it is an event or not.
   *
   * @param value in Confluent's wire format
   * @throws MalformedEventException when the bytes are not what their schema says
   * @throws UnknownSchemaException when the registry does not know the id in them
   * @throws org.apache.avro.AvroRuntimeException when a logical type cannot hold the value
   */
  public JsonNode decodeValue(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value);
    Supplier<String> what = () -> "record value";
    return AvroToJson.convert(reading.readGeneric(bytes, what), reading.writerOf(bytes, what));
  }

  /**
   * What a handler returned, in the Confluent wire format: an Avro record under the subject {@code
   * <type>.result}, anything else that Jackson turns into JSON as a {@code JsonPayload}.
   *
   * @param type the type of the event that was handled
   * @throws IncompatibleSchemaException when the registry refuses the record's schema
   * @throws PayloadMismatchException when the value is no Avro record and Jackson cannot turn it
   *     into JSON
   */
  public byte[] encodeResult(String type, Object value) {
    return results.encode(type, value);
  }

  /**
   * What a handler returned, as the class wanted: {@code JsonNode.class}, a generated Avro class,
   * {@code GenericRecord.class}, or a class that Jackson binds JSON to.
   *
   * @throws MalformedEventException when the bytes are no result
   * @throws UnknownSchemaException when the registry does not know the id in them
   * @throws PayloadMismatchException when it does not fit the class
   */
  public <T> T decodeResult(ByteBuffer result, Class<T> as) {
    return as == JsonNode.class ? as.cast(results.json(result)) : results.decode(result, as);
  }

  /**
   * A workflow as it goes into records, its payloads as {@link #encode} writes them; delays and
   * times to live stay relative, since they count from a step's turn.
   *
   * @param context with the topic {@code <pipeline>.workflow}
   * @throws StepRefusedException naming the step, when the registry refuses its payload's schema or
   *     its data does not fit it
   * @throws IllegalArgumentException when a step was given the id that another gets
   */
  public EncodedWorkflow encodeWorkflow(Workflow workflow, EncodeContext context) {
    return workflows.encode(workflow, context);
  }

  public byte[] encodeWorkflow(String topic, WorkflowRecord record) {
    return records.serialize(topic, record);
  }

  /**
   * The workflow record in a record's value.
   *
   * @throws MalformedEventException when the bytes are no workflow record
   */
  public WorkflowRecord decodeWorkflow(String topic, byte @Nullable [] value) {
    return records.deserialize(topic, present(topic, value), WorkflowRecord.class);
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

  public byte[] encodeAudit(String topic, AuditRecord record) {
    return records.serialize(topic, record);
  }

  /**
   * The audit record in a record's value.
   *
   * @throws MalformedEventException when the bytes are no audit record
   */
  public AuditRecord decodeAudit(String topic, byte @Nullable [] value) {
    return records.deserialize(topic, present(topic, value), AuditRecord.class);
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

  /**
   * What is wrong with the upcasters of some types, a sentence each: versions that they lead to and
   * that are not registered. Events that need them would wait.
   *
   * @param types those whose upcasters are looked at; a type without a subject is left out
   */
  public List<String> upcasterFaults(Predicate<String> types) {
    return upcasting.missing(types);
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

  private static Envelope with(Envelope envelope, byte[] data) {
    return new Envelope(
        envelope.getId(),
        envelope.getType(),
        envelope.getVersion(),
        envelope.getTimestamp(),
        envelope.getSource(),
        ByteBuffer.wrap(data),
        envelope.getMetadata());
  }

  /** What the schema can hold, so that an event reads back equal. */
  private static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
