package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.Durations;
import io.sluice.schema.EventDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One event from the command line. */
final class DraftOptions {
  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description = "Dotted name of what happened, e.g. user.welcome_email.")
  String type = "";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "JSON|@FILE",
      description =
          "The payload as JSON, or @ and the name of a file that holds it. A type with a schema in"
              + " the registry is checked against it; others travel as they are.")
  String data = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Business key: events of one key keep their order.")
  @Nullable String key;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The event's id, by which duplicates are dropped. Default: a new UUIDv7.")
  @Nullable String id;

  @Option(
      names = "--correlation-id",
      paramLabel = "ID",
      description = "Shared by all events of one request.")
  @Nullable String correlationId;

  @Option(
      names = "--delay",
      paramLabel = "DURATION",
      description = "Run it so long after now: 200ms, 30s, 5m, 24h, 7d.")
  @Nullable String delay;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Run it at a time, 2026-11-24T18:00:00Z; instead of --delay.")
  @Nullable String at;

  @Option(
      names = "--expires",
      paramLabel = "DURATION|TIME",
      description = "Do not run it later than so long after now, or than a point in time.")
  @Nullable String expires;

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "A label of your own; may be repeated.")
  Map<String, String> labels = new LinkedHashMap<>();

  /**
   * @throws UserErrorException naming the option that is wrong, exit code 2
   */
  EventDraft draft() {
    EventDraft draft = checked("--type", "", () -> EventDraft.of(type, payload()));
    if (key != null) {
      draft = draft.key(key);
    }
    if (correlationId != null) {
      draft = draft.correlationId(correlationId);
    }
    draft = withId(draft);
    draft = timed(draft);
    return labels.isEmpty() ? draft : draft.labels(labels);
  }

  private EventDraft withId(EventDraft draft) {
    @Nullable String given = id;
    return given == null ? draft : checked("--id", "", () -> draft.id(given));
  }

  private EventDraft timed(EventDraft draft) {
    if (delay != null && at != null) {
      throw wrong("--delay and --at exclude each other: give one of the two");
    }
    EventDraft timed = draft;
    if (delay != null) {
      String text = delay;
      timed = timed.delay(checked("--delay", "", () -> Durations.parse(text)));
    }
    if (at != null) {
      String text = at;
      timed = timed.at(checked("--at", EventFields.INSTANT, () -> EventFields.instantOf(text)));
    }
    if (expires != null) {
      String text = expires;
      String expected = EventFields.DURATION + " or " + EventFields.INSTANT;
      timed = checked("--expires", expected, () -> EventFields.Expiry.parse(text)).applyTo(timed);
    }
    return timed;
  }

  private JsonNode payload() {
    String json = data;
    if (data.startsWith("@")) {
      Path file = Path.of(data.substring(1));
      try {
        json = Files.readString(file);
      } catch (IOException e) {
        throw wrong("--data: cannot read " + file + ": " + Failures.fileProblem(e));
      }
    }
    try {
      return EventLine.document(json);
    } catch (BadLineException e) {
      throw wrong("--data: " + e.getMessage());
    }
  }

  private static <T> T checked(String option, String expected, Supplier<T> parse) {
    try {
      return parse.get();
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      throw wrong(
          option + ": " + (expected.isEmpty() ? reason : "expected " + expected + ", " + reason));
    }
  }

  private static UserErrorException wrong(String message) {
    return new UserErrorException(message, ExitCodes.WRONG_USAGE);
  }
}
