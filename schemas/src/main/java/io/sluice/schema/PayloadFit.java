package io.sluice.schema;

/** Whether a payload is readable with its type's current schema, the newest in the registry. */
public sealed interface PayloadFit {

  /** It is; or the type has no schema that could refuse it. */
  record Fits() implements PayloadFit {}

  /**
   * It is not.
   *
   * @param reason for a person: both versions, and the first field at fault
   * @param fromVersion what it was written as, as {@link Upcaster} counts; -1: a schema that is not
   *     registered under the type
   * @param toVersion the current version
   * @param canUpcast true if upcasters lead from one to the other, or as far as Avro needs; whether
   *     they take this very payload only {@link EventCodec#upcast} finds out
   */
  record Misfit(String reason, int fromVersion, int toVersion, boolean canUpcast)
      implements PayloadFit {}
}
