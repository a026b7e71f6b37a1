package io.sluice.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every {@link Upcaster} that is to be used, at most one from each version. Immutable. */
public final class Upcasters {

  private static final Upcasters NONE = new Upcasters(Map.of());

  private final Map<String, NavigableMap<Integer, Upcaster>> byType;

  private Upcasters(Map<String, NavigableMap<Integer, Upcaster>> byType) {
    this.byType = Map.copyOf(byType);
  }

  public static Upcasters none() {
    return NONE;
  }

  /**
   * @throws IllegalArgumentException when two read the same version of a type, or one names a
   *     version or type that cannot be
   */
  public static Upcasters of(Collection<? extends Upcaster> upcasters) {
    Map<String, NavigableMap<Integer, Upcaster>> byType = new HashMap<>();
    for (Upcaster upcaster : upcasters) {
      check(upcaster);
      Upcaster other =
          byType
              .computeIfAbsent(upcaster.type(), type -> new TreeMap<>())
              .putIfAbsent(upcaster.fromVersion(), upcaster);
      if (other != null) {
        throw new IllegalArgumentException(
            "two upcasters read version "
                + upcaster.fromVersion()
                + " of "
                + upcaster.type()
                + ": "
                + other.getClass().getName()
                + " and "
                + upcaster.getClass().getName()
                + "; leave one of them out");
      }
    }
    return new Upcasters(byType);
  }

  /**
   * Those that {@link ServiceLoader} finds.
   *
   * @throws IllegalArgumentException as {@link #of} does, and when one that is named cannot be made
   */
  public static Upcasters onClassPath(ClassLoader loader) {
    try {
      List<Upcaster> found =
          ServiceLoader.load(Upcaster.class, loader).stream().map(Provider::get).toList();
      return of(found);
    } catch (ServiceConfigurationError broken) {
      throw new IllegalArgumentException(
          "an upcaster cannot be made: "
              + broken.getMessage()
              + (broken.getCause() == null ? "" : " (" + broken.getCause() + ")"),
          broken);
    }
  }

  public boolean isEmpty() {
    return byType.isEmpty();
  }

  /** True if there is one for that type, from whatever version. */
  public boolean covers(String type) {
    return byType.containsKey(type);
  }

  List<Upcaster> all() {
    return byType.values().stream().flatMap(steps -> steps.values().stream()).toList();
  }

  /** The one to apply next to that version, or to a later one that Avro has to resolve it to. */
  @Nullable Upcaster next(String type, int version) {
    NavigableMap<Integer, Upcaster> steps = byType.get(type);
    if (steps == null) {
      return null;
    }
    Map.Entry<Integer, Upcaster> next = steps.ceilingEntry(version);
    return next == null ? null : next.getValue();
  }

  /** The upcaster as messages name it. */
  static String told(Upcaster upcaster) {
    return upcaster.getClass().getName()
        + " ("
        + upcaster.type()
        + " "
        + upcaster.fromVersion()
        + " to "
        + upcaster.toVersion()
        + ")";
  }

  private static void check(Upcaster upcaster) {
    String type = upcaster.type();
    if (type.isBlank() || type.contains("*") || type.contains("#")) {
      throw mistake(upcaster, "its type must be one exact type, without '*' and '#'");
    }
    if (upcaster.fromVersion() < 0) {
      throw mistake(upcaster, "versions are counted from 1; 0 is JSON without a schema");
    }
    if (upcaster.toVersion() <= upcaster.fromVersion()) {
      throw mistake(upcaster, "it must lead to a higher version than the one it reads");
    }
  }

  private static IllegalArgumentException mistake(Upcaster upcaster, String what) {
    return new IllegalArgumentException("upcaster " + told(upcaster) + ": " + what);
  }
}
