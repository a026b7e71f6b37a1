package io.sluice.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.schema.Durations;
import io.sluice.schema.EventDraft;
import io.sluice.schema.Step;
import io.sluice.schema.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Steps of a workflow file. Not thread-safe. */
final class StepReader {
  static final List<String> KEYS =
      List.of("type", "data", "id", "key", "immutable", "delay", "at", "expires", "labels");
  private static final String TIME =
      "a duration such as 30s or 24h, or a point in time such as 2026-11-24T18:00:00Z";

  private final FileMistakes mistakes;
  private final YamlJson json;

  StepReader(FileMistakes mistakes) {
    this.mistakes = mistakes;
    this.json = new YamlJson(mistakes);
  }

  /** Null, and a mistake, where it is none. */
  @Nullable Step read(Keys keys) {
    keys.refuseOthers(KEYS);
    @Nullable String type = keys.text("type");
    @Nullable JsonNode data =
        keys.value("data") == null
            ? JsonNodeFactory.instance.objectNode()
            : json.of(keys.at("data"));
    if (type == null) {
      if (!keys.has("type")) {
        mistakes.add(keys.node(), "type: is missing; a step needs the type of its event");
      }
      return null;
    }
    if (data == null) {
      return null;
    }
    try {
      EventDraft draft = timed(named(EventDraft.of(type, data), keys), keys);
      Step step = Workflow.step(draft);
      return keys.isTrue("immutable") ? step.immutable() : step;
    } catch (IllegalArgumentException e) {
      mistakes.add(keys.at("type"), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private EventDraft named(EventDraft draft, Keys keys) {
    EventDraft named = with(draft, keys.text("id"), draft::id);
    @Nullable String key = keys.text("key");
    named = key == null ? named : named.key(key);
    Map<String, String> labels = new LinkedHashMap<>();
    @Nullable Keys section = keys.section("labels");
    if (section != null) {
      for (String name : section.names()) {
        @Nullable String value = section.text(name);
        if (value != null) {
          labels.put(name, value);
        }
      }
    }
    return labels.isEmpty() ? named : named.labels(labels);
  }

  private EventDraft timed(EventDraft draft, Keys keys) {
    EventDraft timed = draft;
    @Nullable Duration delay = keys.duration("delay");
    @Nullable Instant at = keys.instant("at");
    if (delay != null && at != null) {
      mistakes.add(keys.at("at"), "at: given together with delay; give one of the two");
    }
    timed = delay == null ? timed : timed.delay(delay);
    timed = at == null ? timed : timed.at(at);
    @Nullable UnaryOperator<EventDraft> expires = keys.read("expires", TIME, StepReader::expiry);
    return expires == null ? timed : expires.apply(timed);
  }

  private static UnaryOperator<EventDraft> expiry(String text) {
    if (text.contains("T") || text.contains("t")) {
      Instant at = Keys.instantOf(text);
      return draft -> draft.expires(at);
    }
    Duration after = Durations.parse(text);
    return draft -> draft.expiresIn(after);
  }

  private static EventDraft with(
      EventDraft draft, @Nullable String value, Function<String, EventDraft> set) {
    return value == null ? draft : set.apply(value);
  }
}
