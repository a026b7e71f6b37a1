package io.sluice.schema;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The newest version of subjects, asked for at most once a minute; that there is none, at most once
 * in five seconds. When the registry is away, what was newest goes on being so.
 */
final class LatestSchemas {

  private static final Duration FOUND_FOR = Duration.ofMinutes(1);
  private static final Duration MISSING_FOR = Duration.ofSeconds(5);
  private static final int MAX_SUBJECTS = 10_000;

  private final SchemaRegistry registry;
  private final InstantSource clock;
  private final Map<String, Known> bySubject = new ConcurrentHashMap<>();

  LatestSchemas(SchemaRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  Optional<RegisteredSchema> of(String subject) {
    Instant now = clock.instant();
    Known known = bySubject.get(subject);
    if (known != null && now.isBefore(known.until)) {
      return known.schema;
    }
    try {
      return remember(subject, registry.latest(subject), now);
    } catch (RegistryUnavailableException away) {
      if (known == null || known.schema.isEmpty()) {
        throw away;
      }
      return known.schema;
    }
  }

  void forget(String subject) {
    bySubject.remove(subject);
  }

  private Optional<RegisteredSchema> remember(
      String subject, Optional<RegisteredSchema> schema, Instant now) {
    if (bySubject.size() >= MAX_SUBJECTS) {
      bySubject.clear();
    }
    Duration time = schema.isPresent() ? FOUND_FOR : MISSING_FOR;
    bySubject.put(subject, new Known(schema, now.plus(time)));
    return schema;
  }

  private record Known(Optional<RegisteredSchema> schema, Instant until) {}
}
