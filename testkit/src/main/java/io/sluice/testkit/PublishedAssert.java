package io.sluice.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rest of a sentence about an event that a handler has published. */
public final class PublishedAssert {
  private final EventAssert cause;
  private final PublishedEvent event;

  PublishedAssert(EventAssert cause, PublishedEvent event) {
    this.cause = cause;
    this.event = event;
  }

  /** To this topic. */
  public PublishedAssert toTopic(String topic) {
    return same("to topic", topic, event.topic());
  }

  /** With this business key. */
  public PublishedAssert withKey(String key) {
    return same("with key", key, event.key());
  }

  /** With this id. */
  public PublishedAssert withId(String id) {
    return same("with id", id, event.id());
  }

  /** With this correlation id. */
  public PublishedAssert withCorrelationId(String id) {
    return same("with correlation id", id, event.envelope().getMetadata().getCorrelationId());
  }

  /** At this very time. */
  public PublishedAssert at(Instant time) {
    return same("at", time, event.at());
  }

  /**
   * With this payload, read as the class of what is expected.
   *
   * @throws io.sluice.schema.EventFormatException when the payload does not fit that class
   */
  public PublishedAssert withData(Object data) {
    Class<?> as = data instanceof JsonNode ? JsonNode.class : data.getClass();
    return same("with data", data, event.data(as));
  }

  /**
   * With a payload that fulfils all that {@code requirements} asserts.
   *
   * @throws io.sluice.schema.EventFormatException when the payload does not fit that class
   */
  public <T> PublishedAssert withData(Class<T> as, Consumer<? super T> requirements) {
    T data = event.data(as);
    try {
      requirements.accept(data);
    } catch (AssertionError e) {
      AssertionError wrong = wrong("with data that fulfils the requirements", "" + e.getMessage());
      wrong.initCause(e);
      throw wrong;
    }
    return this;
  }

  /** Goes on about the event whose handler published this one. */
  public EventAssert and() {
    return cause;
  }

  /** The published event itself. */
  public PublishedEvent event() {
    return event;
  }

  private PublishedAssert same(String what, Object expected, @Nullable Object found) {
    if (!Objects.equals(expected, found)) {
      throw wrong(what + " " + expected, "that is " + found);
    }
    return this;
  }

  private AssertionError wrong(String expected, String but) {
    return cause.wrong("to have published " + event.type() + " " + expected, but);
  }
}
