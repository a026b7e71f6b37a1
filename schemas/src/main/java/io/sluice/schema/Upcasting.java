package io.sluice.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which upcasters a payload needs, by its type and the schema that wrote it. Thread-safe; chains
 * are kept, since neither versions nor upcasters change. For a type without upcasters nothing is
 * looked up.
 */
final class Upcasting {

  private static final int MAX_CHAINS = 10_000;

  private final Upcasters upcasters;
  private final SchemaRegistry registry;
  private final Map<TypeAndId, UpcastChain> chains = new ConcurrentHashMap<>();

  Upcasting(Upcasters upcasters, SchemaRegistry registry) {
    this.upcasters = upcasters;
    this.registry = registry;
  }

  boolean covers(String type) {
    return upcasters.covers(type);
  }

  /**
   * The chain of a type's upcasters from what a schema wrote.
   *
   * @param writer null: JSON
   */
  UpcastChain chain(String type, int writerId, @Nullable Schema writer) {
    TypeAndId key = new TypeAndId(type, writerId);
    UpcastChain known = chains.get(key);
    if (known != null) {
      return known;
    }
    OptionalInt version = writer == null ? OptionalInt.of(0) : registry.versionOf(type, writerId);
    UpcastChain chain =
        version.isEmpty()
            ? new UpcastChain(UpcastChain.UNKNOWN, List.of(), null)
            : chainFrom(type, version.getAsInt(), writer);
    // What is not registered may be yet.
    if (version.isPresent() && chain.missing() == null) {
      if (chains.size() >= MAX_CHAINS) {
        chains.clear();
      }
      chains.put(key, chain);
    }
    return chain;
  }

  /** Every version that an upcaster leads to and a subject that exists lacks, told for a person. */
  List<String> missing(Predicate<String> types) {
    return upcasters.all().stream()
        .filter(upcaster -> types.test(upcaster.type()))
        .filter(upcaster -> registry.latest(upcaster.type()).isPresent())
        .filter(upcaster -> target(upcaster).isEmpty())
        .map(Upcasting::missing)
        .toList();
  }

  private UpcastChain chainFrom(String type, int writtenAs, @Nullable Schema writer) {
    List<UpcastStep> steps = new ArrayList<>();
    int version = writtenAs;
    Schema at = writer;
    for (Upcaster next = upcasters.next(type, version);
        next != null;
        next = upcasters.next(type, version)) {
      Schema reads = next.fromVersion() == version ? at : between(type, at, next.fromVersion());
      if (reads == null && next.fromVersion() != 0) {
        break;
      }
      Optional<RegisteredSchema> to = target(next);
      if (to.isEmpty()) {
        UpcastChain.Missing missing = new UpcastChain.Missing(registry.toString(), missing(next));
        return new UpcastChain(writtenAs, List.copyOf(steps), missing);
      }
      steps.add(new UpcastStep(next, at, reads, to.get()));
      version = next.toVersion();
      at = to.get().schema();
    }
    return new UpcastChain(writtenAs, List.copyOf(steps), null);
  }

  /** A later version that Avro resolves to by itself; null: it cannot. JSON it knows nothing of. */
  private @Nullable Schema between(String type, @Nullable Schema at, int version) {
    return at == null
        ? null
        : registry
            .version(type, version)
            .map(RegisteredSchema::schema)
            .filter(later -> AvroResolution.canRead(later, at))
            .orElse(null);
  }

  private Optional<RegisteredSchema> target(Upcaster upcaster) {
    return registry
        .version(upcaster.type(), upcaster.toVersion())
        .filter(version -> version.schema().getType() == Schema.Type.RECORD);
  }

  private static String missing(Upcaster upcaster) {
    return "subject "
        + upcaster.type()
        + " has no version "
        + upcaster.toVersion()
        + " (a record), which upcaster "
        + Upcasters.told(upcaster)
        + " leads to";
  }

  private record TypeAndId(String type, int id) {}
}
