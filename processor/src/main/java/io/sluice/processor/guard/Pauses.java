package io.sluice.processor.guard;

import io.sluice.schema.TypePattern;
import java.util.List;
import java.util.Set;

/**
 * What is paused: types, handlers by their pattern, or all types that a pattern matches. Immutable.
 */
final class Pauses {
  static final Pauses NONE = new Pauses(Set.of());

  private final Set<String> subjects;
  private final List<TypePattern> patterns;

  Pauses(Set<String> subjects) {
    this.subjects = Set.copyOf(subjects);
    this.patterns =
        subjects.stream()
            .filter(Pauses::isReadable)
            .map(TypePattern::parse)
            .filter(pattern -> !pattern.isExact())
            .toList();
  }

  boolean isEmpty() {
    return subjects.isEmpty();
  }

  boolean hold(String handler, String type) {
    return !subjects.isEmpty()
        && (subjects.contains(handler)
            || subjects.contains(type)
            || patterns.stream().anyMatch(pattern -> pattern.matches(type)));
  }

  Set<String> subjects() {
    return subjects;
  }

  /** What others wrote need not be a pattern; then it is just a name. */
  private static boolean isReadable(String subject) {
    try {
      TypePattern.parse(subject);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
