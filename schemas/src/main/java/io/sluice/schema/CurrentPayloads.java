package io.sluice.schema;

import io.sluice.schema.PayloadFit.Misfit;
import io.sluice.schema.avro.Envelope;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;
import org.apache.avro.generic.GenericRecord;

/**
 * Payloads against their type's current schema: do they fit it, and raised to it. Thread-safe; a
 * verdict is kept for each writer's schema.
 */
final class CurrentPayloads {

  private static final PayloadFit FITS = new PayloadFit.Fits();
  private static final int MAX_VERDICTS = 10_000;

  private final PayloadCodec payloads;
  private final AvroWriting writing;
  private final LatestSchemas latest;
  private final Map<Pair, PayloadFit> verdicts = new ConcurrentHashMap<>();

  CurrentPayloads(PayloadCodec payloads, AvroWriting writing, LatestSchemas latest) {
    this.payloads = payloads;
    this.writing = writing;
    this.latest = latest;
  }

  PayloadFit fit(Envelope envelope) {
    Schema writer = payloads.writer(envelope);
    Optional<RegisteredSchema> found = latest.of(envelope.getType());
    if (found.isEmpty()) {
      return FITS;
    }
    RegisteredSchema current = found.get();
    if (PayloadCodec.isJson(writer)) {
      return jsonFit(envelope, current);
    }
    Pair pair = new Pair(envelope.getType(), payloads.writerId(envelope), current.id());
    PayloadFit known = verdicts.get(pair);
    if (known == null) {
      known = avroFit(envelope, writer, current);
      remember(pair, known);
    }
    return known;
  }

  /**
   * The payload's bytes as the current version has it; as they are where no upcaster applies and it
   * fits.
   *
   * @throws PayloadMismatchException when it cannot be raised
   */
  byte[] raised(Envelope envelope) {
    UpcastChain chain = payloads.chain(envelope);
    if (chain.isEmpty()) {
      if (fit(envelope) instanceof Misfit misfit) {
        throw refused(envelope, misfit);
      }
      byte[] same = new byte[envelope.getData().remaining()];
      envelope.getData().duplicate().get(same);
      return same;
    }
    GenericRecord record = chain.raise(payloads.decode(envelope));
    RegisteredSchema end = chain.end();
    RegisteredSchema current = current(envelope.getType(), end);
    try {
      Object resolved = AvroResolution.resolve(record, end.schema(), current.schema());
      return writing.write(current.id(), current.schema(), resolved);
    } catch (AvroRuntimeException unresolved) {
      throw fit(envelope) instanceof Misfit misfit
          ? refused(envelope, misfit)
          : new PayloadMismatchException(
              "$", told(envelope, current), String.valueOf(unresolved.getMessage()), unresolved);
    }
  }

  /** Not what upcasters may yet cure, once their versions are registered. */
  private void remember(Pair pair, PayloadFit fit) {
    if (fit instanceof Misfit misfit && !misfit.canUpcast() && payloads.upcasts(pair.type)) {
      return;
    }
    if (verdicts.size() >= MAX_VERDICTS) {
      verdicts.clear();
    }
    verdicts.put(pair, fit);
  }

  /** What is known as the newest may be a minute old, and what the upcasters reach newer. */
  private RegisteredSchema current(String type, RegisteredSchema end) {
    RegisteredSchema known = latest.of(type).orElse(end);
    if (end.version() <= known.version()) {
      return known;
    }
    latest.forget(type);
    return latest.of(type).orElse(end);
  }

  /** JSON tells nothing of itself before it is looked at. */
  private PayloadFit jsonFit(Envelope envelope, RegisteredSchema current) {
    if (current.schema().getType() != Schema.Type.RECORD) {
      return FITS;
    }
    try {
      JsonToAvro.convert(payloads.json(envelope), current.schema());
      return FITS;
    } catch (PayloadMismatchException unfit) {
      return misfit(envelope, current, String.valueOf(unfit.getMessage()));
    }
  }

  private PayloadFit avroFit(Envelope envelope, Schema writer, RegisteredSchema current) {
    if (payloads.writerId(envelope) == current.id()) {
      return FITS;
    }
    SchemaPairCompatibility checked =
        SchemaCompatibility.checkReaderWriterCompatibility(current.schema(), writer);
    return checked.getType() == SchemaCompatibilityType.COMPATIBLE
        ? FITS
        : misfit(envelope, current, Refusals.firstFault(current.schema(), checked));
  }

  private Misfit misfit(Envelope envelope, RegisteredSchema current, String fault) {
    UpcastChain chain = payloads.chain(envelope);
    int from = chain.fromVersion();
    if (chain.missing() != null) {
      String why = fault + "; its upcasters cannot be used: " + chain.missing().what();
      return new Misfit(text(envelope, current, from, why), from, current.version(), false);
    }
    if (chain.isEmpty()) {
      return new Misfit(text(envelope, current, from, fault), from, current.version(), false);
    }
    RegisteredSchema end = chain.end();
    boolean reaches =
        end.version() >= current.version()
            || AvroResolution.canRead(current.schema(), end.schema());
    String further =
        reaches
            ? ""
            : "; its upcasters end at version " + end.version() + ", which cannot be read either";
    return new Misfit(
        text(envelope, current, from, fault + further), from, current.version(), reaches);
  }

  private String text(Envelope envelope, RegisteredSchema current, int from, String fault) {
    return told(envelope, current) + " cannot read " + told(envelope, from) + ": " + fault;
  }

  private String told(Envelope envelope, int from) {
    if (from == 0) {
      return "this JSON, written before the type had a schema";
    }
    return from > 0
        ? "version " + from
        : "schema id "
            + payloads.writerId(envelope)
            + " ("
            + payloads.writer(envelope).getFullName()
            + "), which is not registered under that subject";
  }

  private static String told(Envelope envelope, RegisteredSchema current) {
    return "version " + current.version() + " of " + envelope.getType();
  }

  private static PayloadMismatchException refused(Envelope envelope, Misfit misfit) {
    return new PayloadMismatchException(
        "$",
        "a payload that fits version "
            + misfit.toVersion()
            + " of "
            + envelope.getType()
            + " or that upcasters can raise to it",
        "neither: " + misfit.reason());
  }

  private record Pair(String type, int writerId, int currentId) {}
}
