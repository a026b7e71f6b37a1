package io.sluice.processor.policy;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of exception classes, as in {@code retry_on}. Matches an exception if it, or any of its
 * causes, is an instance of one of them.
 *
 * @param classes the listed classes
 */
public record ErrorClasses(List<Class<? extends Throwable>> classes) {
  /** Keeps its own copy. */
  public ErrorClasses {
    classes = List.copyOf(classes);
  }

  /** The set that matches nothing. */
  public static ErrorClasses none() {
    return new ErrorClasses(List.of());
  }

  /** True if no class is listed. */
  public boolean isEmpty() {
    return classes.isEmpty();
  }

  /** True if the exception or one of its causes is of a listed class. */
  public boolean matches(Throwable error) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (@Nullable Throwable at = error; at != null && seen.add(at); at = at.getCause()) {
      for (Class<? extends Throwable> listed : classes) {
        if (listed.isInstance(at)) {
          return true;
        }
      }
    }
    return false;
  }
}
