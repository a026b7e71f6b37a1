package io.sluice.replay;

import io.sluice.replay.Verdict.Change;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.PayloadFit;
import io.sluice.schema.avro.Envelope;
import java.util.List;
import java.util.Optional;

/**
 * Holds payloads to the current schema of their type, and raises, by upcasters, those that it
 * cannot read. What is no event goes as it is.
 */
final class CodecPayloads implements Payloads {
  private final EventCodec codec;
  private final boolean upcast;
  private final boolean force;

  /**
   * @param upcast raise what does not fit; otherwise it is refused
   * @param force let it go as it is
   */
  CodecPayloads(EventCodec codec, boolean upcast, boolean force) {
    this.codec = codec;
    this.upcast = upcast;
    this.force = force;
  }

  @Override
  public Outcome of(OpenLetter letter, String topic) {
    return envelope(codec, letter.letter())
        .map(envelope -> judged(envelope, topic))
        .orElseGet(Outcome::untouched);
  }

  /** The envelope in a letter; empty when there is none that can be read. */
  static Optional<Envelope> envelope(EventCodec codec, DeadLetter letter) {
    if (letter.raw().value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(codec.decode(letter.place().topic(), letter.raw().value()));
    } catch (EventFormatException e) {
      if (e.isPassing()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Outcome judged(Envelope envelope, String topic) {
    PayloadFit fit;
    try {
      fit = codec.fit(envelope);
    } catch (EventFormatException e) {
      if (e.isPassing()) {
        throw e;
      }
      // Its handler could not read it either, whatever is done: the verdict's notes say so.
      return Outcome.untouched();
    }
    return fit instanceof PayloadFit.Misfit misfit
        ? misfit(envelope, topic, misfit)
        : Outcome.untouched();
  }

  private Outcome misfit(Envelope envelope, String topic, PayloadFit.Misfit misfit) {
    String versions = "version " + misfit.fromVersion() + " to " + misfit.toVersion();
    if (upcast && misfit.canUpcast()) {
      return raised(envelope, topic, versions);
    }
    if (force) {
      return new Outcome(null, null, null, List.of("forced: " + misfit.reason()));
    }
    String help =
        misfit.canUpcast()
            ? "--upcast raises it from " + versions
            : "no upcaster on the class path leads from " + versions;
    return new Outcome(null, null, misfit.reason() + "; " + help, List.of());
  }

  private Outcome raised(Envelope envelope, String topic, String versions) {
    try {
      return Outcome.changed(
          codec.upcast(envelope, topic), Change.UPCAST, "upcast from " + versions);
    } catch (EventFormatException e) {
      if (e.isPassing()) {
        throw e;
      }
      return Outcome.refused("it cannot be upcast", String.valueOf(e.getMessage()));
    }
  }
}
