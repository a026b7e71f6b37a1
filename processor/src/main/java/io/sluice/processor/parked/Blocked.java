package io.sluice.processor.parked;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schema.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Behind what the events of a key wait.
 *
 * @param id the id of the event at the head
 * @param type its type; empty when its envelope cannot be read
 * @param origin where it was first read, which tells it from every other event
 * @param sinceMs since when, ms since the epoch
 * @param state why
 */
public record Blocked(String id, String type, Origin origin, long sinceMs, State state) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Why the events of a key wait. */
  public enum State {
    /** The head waits for its next attempt. */
    WAITING,
    /** The head is a dead letter; they wait for its replay, or for an operator. */
    HELD,
    /** The head is settled, and they are run, those first that were parked first. */
    RELEASING
  }

  /** The same in another state. */
  public Blocked as(State other) {
    return new Blocked(id, type, origin, sinceMs, other);
  }

  /** As the value of an entry: JSON. */
  public byte[] write() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the value of an entry. */
  public static Blocked read(byte[] value) {
    try {
      return JSON.readValue(value, Blocked.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
