package io.sluice.schema;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What someone wants published: a type, its data, and what is known beyond that. Immutable; each
 * setter returns a copy.
 */
public final class EventDraft {

  private final String type;
  private final Object data;
  private final Options options;

  private EventDraft(String type, Object data, Options options) {
    this.type = type;
    this.data = data;
    this.options = options;
  }

  /**
   * A draft with everything else left open.
   *
   * @param type dotted name, {@code user.welcome_email}
   * @param data an Avro SpecificRecord or GenericRecord, a Jackson JsonNode, or anything that
   *     Jackson turns into JSON (a Map, a record)
   * @throws IllegalArgumentException when the type is not dotted words
   */
  public static EventDraft of(String type, Object data) {
    return new EventDraft(checkType(type), Objects.requireNonNull(data, "data"), new Options());
  }

  /** The event's id; duplicates are recognised by it. Without one it gets a UUIDv7. */
  public EventDraft id(String id) {
    String checked = notBlank("id", id);
    return with(o -> o.id = checked);
  }

  /** The business key: events of one key keep their order. Without one an event has no order. */
  public EventDraft key(String key) {
    return with(o -> o.key = key);
  }

  /** Shared by all events that come of one request. */
  public EventDraft correlationId(String id) {
    return with(o -> o.correlationId = id);
  }

  /** Id of the event that caused this one. */
  public EventDraft causationId(String id) {
    return with(o -> o.causationId = id);
  }

  /**
   * The same draft as the consequence of another event: its correlation and causation ids are
   * filled in where they are not given.
   */
  public EventDraft causedBy(String causeId, String causeCorrelationId) {
    return with(
        o -> {
          o.causationId = o.causationId == null ? causeId : o.causationId;
          o.correlationId = o.correlationId == null ? causeCorrelationId : o.correlationId;
        });
  }

  /** The service that publishes, instead of the publisher's default. */
  public EventDraft source(String source) {
    String checked = notBlank("source", source);
    return with(o -> o.source = checked);
  }

  /** When the event came about, instead of the time of publishing. */
  public EventDraft timestamp(Instant timestamp) {
    return with(o -> o.timestamp = timestamp);
  }

  /** Not to be run until so long after publishing. Replaces {@link #at}. */
  public EventDraft delay(Duration delay) {
    Duration checked = notNegative("delay", delay);
    return with(o -> o.notBefore = new Moment(null, checked));
  }

  /** Not to be run before. Replaces {@link #delay}. */
  public EventDraft at(Instant notBefore) {
    return with(o -> o.notBefore = new Moment(notBefore, Duration.ZERO));
  }

  /** Not to be run later than so long after publishing. Replaces {@link #expires}. */
  public EventDraft expiresIn(Duration timeToLive) {
    Duration checked = notNegative("expiresIn", timeToLive);
    return with(o -> o.expires = new Moment(null, checked));
  }

  /** Not to be run at or after. Replaces {@link #expiresIn}. */
  public EventDraft expires(Instant expiresAt) {
    return with(o -> o.expires = new Moment(expiresAt, Duration.ZERO));
  }

  public EventDraft label(String name, String value) {
    return labels(Map.of(name, value));
  }

  /** Adds to the labels given so far; a name given again takes the new value. */
  public EventDraft labels(Map<String, String> more) {
    return with(
        o -> {
          Map<String, String> all = new LinkedHashMap<>(o.labels);
          all.putAll(more);
          o.labels = Map.copyOf(all);
        });
  }

  public String type() {
    return type;
  }

  public Object data() {
    return data;
  }

  Optional<String> givenId() {
    return Optional.ofNullable(options.id);
  }

  Optional<String> givenKey() {
    return Optional.ofNullable(options.key);
  }

  Optional<String> givenCorrelationId() {
    return Optional.ofNullable(options.correlationId);
  }

  Optional<String> givenCausationId() {
    return Optional.ofNullable(options.causationId);
  }

  Optional<String> givenSource() {
    return Optional.ofNullable(options.source);
  }

  Optional<Instant> givenTimestamp() {
    return Optional.ofNullable(options.timestamp);
  }

  Optional<Instant> notBefore(Instant now) {
    return Optional.ofNullable(options.notBefore).map(moment -> moment.from(now));
  }

  Optional<Instant> expiresAt(Instant now) {
    return Optional.ofNullable(options.expires).map(moment -> moment.from(now));
  }

  /** Of {@link #delay}. */
  Optional<Duration> givenDelay() {
    return Moment.counted(options.notBefore);
  }

  /** Of {@link #at}. */
  Optional<Instant> givenNotBefore() {
    return Moment.fixed(options.notBefore);
  }

  /** Of {@link #expiresIn}. */
  Optional<Duration> givenTimeToLive() {
    return Moment.counted(options.expires);
  }

  /** Of {@link #expires}. */
  Optional<Instant> givenExpiry() {
    return Moment.fixed(options.expires);
  }

  Map<String, String> givenLabels() {
    return options.labels;
  }

  @Override
  public String toString() {
    return "EventDraft[" + type + givenId().map(id -> " " + id).orElse("") + "]";
  }

  private EventDraft with(Consumer<Options> change) {
    Options copy = new Options(options);
    change.accept(copy);
    return new EventDraft(type, data, copy);
  }

  private static String checkType(String type) {
    boolean words = !type.isEmpty() && !type.startsWith(".") && !type.endsWith(".");
    if (!words
        || type.contains("..")
        || type.length() > 200
        || !type.chars().allMatch(c -> c > ' ' && c != '*' && c != '#' && c != 127)) {
      throw new IllegalArgumentException(
          "type \""
              + type
              + "\": write words joined by dots, without spaces, '*' or '#', at most 200"
              + " characters, e.g. user.welcome_email");
    }
    return type;
  }

  private static String notBlank(String what, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(what + " must not be empty");
    }
    return value;
  }

  private static Duration notNegative(String what, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(what + " must not be negative: " + duration);
    }
    return duration;
  }

  /** A fixed time, or one that counts from the publishing. */
  private record Moment(@Nullable Instant fixed, Duration fromNow) {
    Instant from(Instant now) {
      return fixed == null ? now.plus(fromNow) : fixed;
    }

    static Optional<Duration> counted(@Nullable Moment moment) {
      return moment == null || moment.fixed != null
          ? Optional.empty()
          : Optional.of(moment.fromNow);
    }

    static Optional<Instant> fixed(@Nullable Moment moment) {
      return moment == null ? Optional.empty() : Optional.ofNullable(moment.fixed);
    }
  }

  /** Written only while it is copied, before the draft that holds it is seen by anyone. */
  private static final class Options {
    private @Nullable String id;
    private @Nullable String key;
    private @Nullable String correlationId;
    private @Nullable String causationId;
    private @Nullable String source;
    private @Nullable Instant timestamp;
    private @Nullable Moment notBefore;
    private @Nullable Moment expires;
    private Map<String, String> labels = Map.of();

    Options() {}

    Options(Options from) {
      id = from.id;
      key = from.key;
      correlationId = from.correlationId;
      causationId = from.causationId;
      source = from.source;
      timestamp = from.timestamp;
      notBefore = from.notBefore;
      expires = from.expires;
      labels = from.labels;
    }
  }
}
