package io.sluice.replay.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.sluice.replay.letter.DeadLetter;
import io.sluice.replay.letter.LetterContent;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EventJson;
import io.sluice.schema.RegistryUnavailableException;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * JSON Lines: each letter's bytes as base64, which alone is read back, and beside them what people
 * can read. Where the registry gives no answer that part is left out from then on, which is told
 * once: waiting for it at every letter would take for ever.
 */
final class JsonArchiveWriter implements ArchiveWriter {
  private final Writer to;
  private final JsonGenerator out;
  private final Consumer<RegistryUnavailableException> withoutContent;
  private boolean readable = true;

  /**
   * @param withoutContent told at most once
   */
  JsonArchiveWriter(
      Writer to, JsonFactory factory, Consumer<RegistryUnavailableException> withoutContent)
      throws IOException {
    this.to = to;
    // The mapper writes trees; it makes itself the generator's codec.
    this.out = JsonMapper.builder(factory).build().createGenerator(to).setRootValueSeparator(null);
    this.withoutContent = withoutContent;
  }

  @Override
  public void write(OpenLetter letter) throws IOException {
    LetterContent content = content(letter);
    out.writeStartObject();
    writeRecord(letter.letter());
    if (content != null) {
      writeContent(letter.letter(), content);
    }
    out.writeEndObject();
    out.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.flush();
    to.close();
  }

  private @Nullable LetterContent content(OpenLetter letter) {
    if (!readable) {
      return null;
    }
    try {
      return letter.content();
    } catch (RegistryUnavailableException e) {
      readable = false;
      withoutContent.accept(e);
      return null;
    }
  }

  private void writeRecord(DeadLetter letter) throws IOException {
    ConsumerRecord<byte[], byte[]> raw = letter.raw();
    out.writeStringField("topic", raw.topic());
    out.writeNumberField("partition", raw.partition());
    out.writeNumberField("offset", raw.offset());
    out.writeNumberField("timestamp", raw.timestamp());
    out.writeStringField("timestamp_type", raw.timestampType().name);
    out.writeStringField("id", letter.id());
    out.writeStringField("type", letter.type());
    out.writeStringField("error", ArchivedText.error(letter.error()));
    out.writeStringField("key", letter.key());
    writeBytes("key_base64", raw.key());
    writeBytes("value_base64", raw.value());
    out.writeArrayFieldStart("headers");
    for (Header header : raw.headers()) {
      out.writeStartObject();
      out.writeStringField("name", header.key());
      Optional<String> text = ArchivedText.of(header.value());
      if (text.isPresent()) {
        out.writeStringField("text", text.get());
      }
      writeBytes("value_base64", header.value());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void writeContent(DeadLetter letter, LetterContent content) throws IOException {
    out.writeStringField("kind", content.kind().name().toLowerCase(Locale.ROOT));
    boolean shown = writeReadable(letter, content);
    LetterContent.Fault fault = content.fault();
    if (!shown && fault != null) {
      out.writeStringField("unreadable", fault.message());
    }
  }

  /** False when some of the value, or all, cannot be shown. */
  private boolean writeReadable(DeadLetter letter, LetterContent content) throws IOException {
    JsonNode json = content.json();
    switch (content.kind()) {
      case EVENT -> {
        if (content.envelope() != null) {
          out.writePOJOField(
              "event",
              EventJson.of(
                  content.envelope(),
                  json == null ? NullNode.getInstance() : json,
                  DeliveryHeaders.read(letter.raw().headers())));
        }
        return json != null;
      }
      case AVRO, JSON -> {
        if (json != null) {
          out.writePOJOField("data", json);
        }
        return json != null;
      }
      case TEXT -> {
        out.writeStringField("text", ArchivedText.of(letter.raw().value()).orElse(""));
        return true;
      }
      case NOTHING -> {
        return true;
      }
      case BYTES -> {
        return false;
      }
    }
    return false;
  }

  private void writeBytes(String name, byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      out.writeNullField(name);
    } else {
      out.writeBinaryField(name, bytes);
    }
  }
}
