package io.sluice.processor.guard;

import io.sluice.processor.handler.EventContext;
import io.sluice.schema.EventDraft;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event that asks to be let in. */
record Attempted(String id, String type, @Nullable String key, @Nullable String workflowId)
    implements EventContext {
  static Attempted of(String id, String type) {
    return new Attempted(id, type, null, null);
  }

  @Override
  public String source() {
    return "test";
  }

  @Override
  public Instant timestamp() {
    return Instant.EPOCH;
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public String correlationId() {
    return id;
  }

  @Override
  public String idempotencyKey() {
    return id;
  }

  @Override
  public @Nullable Instant deadline() {
    return null;
  }

  @Override
  public int replayCount() {
    return 0;
  }

  @Override
  public Map<String, String> labels() {
    return Map.of();
  }

  @Override
  public void publish(EventDraft draft) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void publish(String topic, EventDraft draft) {
    throw new UnsupportedOperationException();
  }
}
