package io.sluice.processor.guard;

import io.sluice.schema.TypePattern;
import java.util.List;
import java.util.Set;

/**
 * What is paused. An operator's word is a type, a handler's pattern, or any pattern, and pauses all
 * types that it matches; a pause for failures that are all alike is the handler's own. Immutable.
 */
final class Pauses {
  static final Pauses NONE = new Pauses(Set.of(), Set.of());

  private final Set<String> subjects;
  private final Set<String> handlers;
  private final List<TypePattern> patterns;

  /**
   * @param subjects what operators have paused
   * @param handlers the patterns of those that are paused for their failures
   */
  Pauses(Set<String> subjects, Set<String> handlers) {
    this.subjects = Set.copyOf(subjects);
    this.handlers = Set.copyOf(handlers);
    this.patterns =
        subjects.stream()
            .filter(Pauses::isReadable)
            .map(TypePattern::parse)
            .filter(pattern -> !pattern.isExact())
            .toList();
  }

  boolean isEmpty() {
    return subjects.isEmpty() && handlers.isEmpty();
  }

  boolean hold(String handler, String type) {
    return !isEmpty()
        && (isNamed(handler)
            || subjects.contains(type)
            || patterns.stream().anyMatch(pattern -> pattern.matches(type)));
  }

  /** True if a handler is paused by its own pattern. */
  boolean isNamed(String handler) {
    return handlers.contains(handler) || subjects.contains(handler);
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
