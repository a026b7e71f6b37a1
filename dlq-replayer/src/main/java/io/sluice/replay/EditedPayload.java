package io.sluice.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.Verdict.Change;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EventCodec;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.EventJson;
import io.sluice.schema.avro.Envelope;
import io.sluice.schema.avro.Metadata;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sends an event as somebody has edited it. */
final class EditedPayload implements Payloads {
  private static final String DATA = "data";
  private static final String METADATA = "metadata";
  private static final String EXPIRES_AT = "expires_at";
  private static final String NOT_BEFORE = "not_before";
  private static final String LABELS = "labels";
  private static final Set<String> EDITABLE = Set.of(EXPIRES_AT, NOT_BEFORE, LABELS);

  private final EventCodec codec;
  private final LetterEdit edit;

  EditedPayload(EventCodec codec, LetterEdit edit) {
    this.codec = codec;
    this.edit = edit;
  }

  @Override
  public Outcome of(OpenLetter letter, String topic) {
    Envelope envelope =
        CodecPayloads.envelope(codec, letter.letter())
            .orElseThrow(
                () ->
                    new ReplayException(
                        letter.letter().place()
                            + " holds no event that can be read, so there is nothing to edit."
                            + " Nothing was moved."));
    try {
      ObjectNode before =
          EventJson.of(
              envelope,
              codec.writtenData(envelope),
              DeliveryHeaders.read(letter.letter().raw().headers()));
      ObjectNode after = edit.edit(before.deepCopy());
      if (after.equals(before)) {
        throw new ReplayException("The edit changes nothing. Nothing was moved.");
      }
      refuseOthers(before, after);
      Envelope edited = withMetadata(envelope, after.path(METADATA));
      return Outcome.changed(
          codec.withData(topic, edited, after.path(DATA)), Change.EDITED, "edited");
    } catch (EventFormatException e) {
      if (e.isPassing()) {
        throw e;
      }
      throw new ReplayException(
          "The edited event cannot be sent: " + e.getMessage() + ". Nothing was moved.", e);
    }
  }

  private static void refuseOthers(ObjectNode before, ObjectNode after) {
    List<String> others = new ArrayList<>(changed("$", before, after, Set.of(DATA, METADATA)));
    others.addAll(changed("$." + METADATA, before.path(METADATA), after.path(METADATA), EDITABLE));
    if (!others.isEmpty()) {
      throw new ReplayException(
          "Only $.data and, of $.metadata, expires_at, not_before and labels can be edited, not "
              + String.join(", ", others)
              + ". Nothing was moved.");
    }
  }

  private static List<String> changed(
      String path, JsonNode before, JsonNode after, Set<String> allowed) {
    Set<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    return names.stream()
        .filter(name -> !allowed.contains(name))
        .filter(name -> !before.path(name).equals(after.path(name)))
        .map(name -> path + "." + name)
        .toList();
  }

  private static Envelope withMetadata(Envelope envelope, JsonNode metadata) {
    Metadata given = envelope.getMetadata();
    return new Envelope(
        envelope.getId(),
        envelope.getType(),
        envelope.getVersion(),
        envelope.getTimestamp(),
        envelope.getSource(),
        envelope.getData(),
        new Metadata(
            given.getCorrelationId(),
            given.getCausationId(),
            time(metadata, EXPIRES_AT),
            time(metadata, NOT_BEFORE),
            labels(metadata.path(LABELS)),
            given.getWorkflow()));
  }

  private static Map<String, String> labels(JsonNode json) {
    Map<String, String> labels = new HashMap<>();
    boolean texts = json.isObject() || json.isMissingNode();
    for (Map.Entry<String, JsonNode> label : json.properties()) {
      texts &= label.getValue().isTextual();
      labels.put(label.getKey(), label.getValue().asText());
    }
    if (!texts) {
      throw new ReplayException(
          "$.metadata.labels: must be an object of texts. Nothing was moved.");
    }
    return labels;
  }

  private static @Nullable Instant time(JsonNode metadata, String name) {
    JsonNode value = metadata.path(name);
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    try {
      return Instant.parse(value.asText());
    } catch (DateTimeException e) {
      throw new ReplayException(
          "$.metadata."
              + name
              + ": \""
              + value.asText()
              + "\" is no time such as 2026-11-25T18:00:00Z. Nothing was moved.",
          e);
    }
  }
}
