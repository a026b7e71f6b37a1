package io.sluice.replay.letter;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.replay.letter.LetterContent.Fault;
import io.sluice.replay.letter.LetterContent.Kind;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.MalformedEventException;
import io.sluice.schema.UnknownSchemaException;
import io.sluice.schema.avro.Envelope;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Opens letters. Every fault of the bytes becomes part of the content, whatever Avro throws at
 * them; of the registry only that it cannot be reached is thrown. As thread-safe as the codec.
 */
public final class LetterContents {
  private static final int SCHEMA_ID_AT = 1;
  private static final int WIRE_HEADER = 5;

  private final EventCodec codec;

  public LetterContents(EventCodec codec) {
    this.codec = codec;
  }

  /**
   * The content of a letter.
   *
   * @throws io.sluice.schema.RegistryUnavailableException when the registry is needed and gives no
   *     answer
   */
  public LetterContent of(DeadLetter letter) {
    byte[] value = letter.raw().value();
    if (value == null) {
      Fault none = new Fault("The record has no value (a tombstone).", null);
      return new LetterContent(Kind.NOTHING, null, null, null, null, none);
    }
    String topic = letter.origin() == null ? letter.place().topic() : letter.origin().topic();
    Envelope envelope;
    try {
      envelope = codec.decode(topic, value);
    } catch (RuntimeException | StackOverflowError noEvent) {
      return other(value, fault(noEvent, 0));
    }
    return event(value, envelope);
  }

  private LetterContent event(byte[] value, Envelope envelope) {
    @Nullable Writer writer = null;
    @Nullable Integer start = PayloadPosition.in(value, envelope.getData());
    try {
      writer = writer(envelope.getData());
      refuseWeightlessItems(writer);
      JsonNode data = TooDeepException.check(codec.writtenData(envelope));
      return new LetterContent(Kind.EVENT, envelope, data, nameOf(writer), idOf(writer), null);
    } catch (RuntimeException | StackOverflowError broken) {
      return new LetterContent(
          Kind.EVENT, envelope, null, nameOf(writer), idOf(writer), fault(broken, start));
    }
  }

  private LetterContent other(byte[] value, Fault noEvent) {
    @Nullable Writer writer = null;
    Fault fault = noEvent;
    try {
      writer = writer(ByteBuffer.wrap(value));
      if (writer != null) {
        refuseWeightlessItems(writer);
        JsonNode json = TooDeepException.check(codec.decodeValue(value));
        return new LetterContent(Kind.AVRO, null, json, writer.name(), writer.id(), noEvent);
      }
    } catch (UnknownSchemaException unknown) {
      fault = fault(unknown, 0);
    } catch (RuntimeException | StackOverflowError broken) {
      Fault found = fault(broken, 0);
      fault = noEvent.atByte() == null ? found : noEvent;
    }
    PlainContent plain = PlainContent.of(value);
    return new LetterContent(plain.kind(), null, plain.json(), nameOf(writer), idOf(writer), fault);
  }

  /** The schema that the bytes name; null when they do not begin as such bytes do. */
  private @Nullable Writer writer(ByteBuffer bytes) {
    int start = bytes.position();
    if (bytes.remaining() < WIRE_HEADER || bytes.get(start) != 0) {
      return null;
    }
    int id = bytes.getInt(start + SCHEMA_ID_AT);
    return new Writer(id, codec.registry().byId(id));
  }

  private static void refuseWeightlessItems(@Nullable Writer writer) {
    if (writer != null && WeightlessItems.in(writer.schema())) {
      throw new MalformedEventException(
          "The schema "
              + writer.name()
              + " has an array whose items take no bytes, so its length cannot be trusted.");
    }
  }

  /**
   * @param start where the bytes that were read begin in the value; null when that is not known
   */
  private static Fault fault(Throwable broken, @Nullable Integer start) {
    if (broken instanceof EventFormatException format && format.isPassing()) {
      throw format;
    }
    if (broken instanceof StackOverflowError) {
      return new Fault("It is nested too deep to be read.", null);
    }
    return new Fault(
        broken.getMessage() == null ? broken.getClass().getName() : broken.getMessage(),
        start == null ? null : placed(broken, start));
  }

  private static @Nullable Integer placed(Throwable broken, int start) {
    if (broken instanceof UnknownSchemaException) {
      return start + SCHEMA_ID_AT;
    }
    return broken instanceof MalformedEventException malformed && malformed.atByte() != null
        ? Integer.valueOf(start + malformed.atByte())
        : null;
  }

  private static @Nullable String nameOf(@Nullable Writer writer) {
    return writer == null ? null : writer.name();
  }

  private static @Nullable Integer idOf(@Nullable Writer writer) {
    return writer == null ? null : (Integer) writer.id();
  }

  private record Writer(int id, Schema schema) {
    String name() {
      return schema.getFullName();
    }
  }
}
