package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.RegistryClient.Answer;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which version of a subject a schema id is, over HTTP. Thread-safe; remembered for ever, that
 * there is none for 10 s.
 */
final class SubjectVersions {

  private final RegistryClient client;
  private final RegistryAnswers answers;
  private final Map<SubjectAndId, Integer> known = new ConcurrentHashMap<>();
  private final RecentlyMissing<SubjectAndId> missing;

  SubjectVersions(RegistryClient client, RegistryAnswers answers, InstantSource clock) {
    this.client = client;
    this.answers = answers;
    this.missing = new RecentlyMissing<>(clock);
  }

  void remember(RegisteredSchema schema) {
    SubjectAndId key = new SubjectAndId(schema.subject(), schema.id());
    known.merge(key, schema.version(), Math::max);
    missing.remove(key);
  }

  OptionalInt of(String subject, int id) {
    SubjectAndId key = new SubjectAndId(subject, id);
    Integer version = known.get(key);
    if (version != null) {
      return OptionalInt.of(version);
    }
    if (missing.holds(key)) {
      return OptionalInt.empty();
    }
    OptionalInt found = ask(subject, id);
    if (found.isPresent()) {
      known.merge(key, found.getAsInt(), Math::max);
    } else {
      missing.add(key);
    }
    return found;
  }

  /** Not every registry can tell the versions of an id; each can list those of a subject. */
  private OptionalInt ask(String subject, int id) {
    Answer told = client.get("/schemas/ids/" + id + "/versions");
    return told.isOk() && told.body().isArray()
        ? named(told.body(), subject)
        : searched(subject, id);
  }

  /** The highest one: what was registered last is what the number means now. */
  private static OptionalInt named(JsonNode places, String subject) {
    OptionalInt highest = OptionalInt.empty();
    for (JsonNode place : places) {
      int version = place.path("version").asInt();
      if (place.path("subject").asText().equals(subject)
          && (highest.isEmpty() || version > highest.getAsInt())) {
        highest = OptionalInt.of(version);
      }
    }
    return highest;
  }

  private OptionalInt searched(String subject, int id) {
    String path = RegistryAnswers.path(subject) + "/versions";
    Answer listed = client.get(path);
    if (listed.status() == 404) {
      return OptionalInt.empty();
    }
    JsonNode versions = answers.expectOk(listed);
    for (int i = versions.size() - 1; i >= 0; i--) {
      int version = versions.get(i).asInt();
      if (answers.id(answers.expectOk(client.get(path + "/" + version))) == id) {
        return OptionalInt.of(version);
      }
    }
    return OptionalInt.empty();
  }

  private record SubjectAndId(String subject, int id) {}
}
