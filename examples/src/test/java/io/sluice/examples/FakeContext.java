package io.sluice.examples;

import io.sluice.processor.handler.EventContext;
import io.sluice.schema.EventDraft;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt at one event, without a pipeline; hands on what the handler publishes. */
public record FakeContext(
    String id, String type, int attempt, Map<String, String> labels, Consumer<EventDraft> outlet)
    implements EventContext {

  public static FakeContext of(String id) {
    return of(id, "some.type");
  }

  public static FakeContext of(String id, String type) {
    return new FakeContext(id, type, 1, Map.of(), draft -> {});
  }

  public FakeContext attempt(int number) {
    return new FakeContext(id, type, number, labels, outlet);
  }

  public FakeContext label(String key, String value) {
    return new FakeContext(id, type, attempt, Map.of(key, value), outlet);
  }

  public FakeContext publishingTo(Consumer<EventDraft> newOutlet) {
    return new FakeContext(id, type, attempt, labels, newOutlet);
  }

  @Override
  public @Nullable String key() {
    return null;
  }

  @Override
  public String source() {
    return "test";
  }

  @Override
  public Instant timestamp() {
    return Instant.parse("2026-11-24T10:00:00Z");
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
  public void publish(EventDraft draft) {
    outlet.accept(draft);
  }

  @Override
  public void publish(String topic, EventDraft draft) {
    outlet.accept(draft);
  }
}
