package io.sluice.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro which generated classes it may make. From 1.12.1 on it refuses every class that a
 * schema names unless it is trusted, and asks one predicate for the whole JVM; ours is added to
 * whatever stands there.
 */
final class TrustedClasses {

  /** Packages, with those under them, whose classes a schema may name. */
  static final String PACKAGES = "sluice.trusted.packages";

  private static final Set<String> TRUSTED_PACKAGES = ConcurrentHashMap.newKeySet();
  private static final Set<String> TRUSTED_CLASSES = ConcurrentHashMap.newKeySet();

  static {
    TRUSTED_PACKAGES.add("io.sluice.schema.avro");
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), TrustedClasses::isTrusted));
  }

  private TrustedClasses() {}

  static void addPackages(List<String> packages) {
    TRUSTED_PACKAGES.addAll(packages);
  }

  /** A class that the program itself names, with the classes that its own schema names. */
  static void add(Class<?> named, Schema schema) {
    if (TRUSTED_CLASSES.add(named.getName())) {
      addNamed(schema, new HashSet<>());
    }
  }

  private static void addNamed(Schema schema, Set<String> seen) {
    switch (schema.getType()) {
      case RECORD -> {
        if (seen.add(schema.getFullName())) {
          TRUSTED_CLASSES.add(schema.getFullName());
          schema.getFields().forEach(field -> addNamed(field.schema(), seen));
        }
      }
      case ENUM, FIXED -> TRUSTED_CLASSES.add(schema.getFullName());
      case ARRAY -> addNamed(schema.getElementType(), seen);
      case MAP -> addNamed(schema.getValueType(), seen);
      case UNION -> schema.getTypes().forEach(branch -> addNamed(branch, seen));
      default -> {}
    }
  }

  private static boolean isTrusted(Class<?> candidate) {
    String name = candidate.getName();
    if (TRUSTED_CLASSES.contains(name.replace('$', '.'))) {
      return true;
    }
    String prefix = candidate.getPackageName();
    while (!prefix.isEmpty()) {
      if (TRUSTED_PACKAGES.contains(prefix)) {
        return true;
      }
      prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')));
    }
    return false;
  }
}
