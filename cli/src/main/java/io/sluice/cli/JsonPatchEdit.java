package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.flipkart.zjsonpatch.InvalidJsonPatchException;
import com.flipkart.zjsonpatch.JsonPatch;
import com.flipkart.zjsonpatch.JsonPatchApplicationException;
import io.sluice.replay.LetterEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes an event by a JSON Patch (RFC 6902). */
final class JsonPatchEdit implements LetterEdit {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EXAMPLE =
      "[{\"op\":\"replace\",\"path\":\"/data/email\",\"value\":\"alice@example.com\"}]";

  private final JsonNode patch;

  private JsonPatchEdit(JsonNode patch) {
    this.patch = patch;
  }

  /**
   * @param given the patch, or {@code @} and the file it is in
   * @throws UserErrorException when it is no patch, exit code 2
   */
  static JsonPatchEdit parse(String given) {
    String text = given.startsWith("@") ? read(Path.of(given.substring(1))) : given;
    try {
      JsonNode patch = JSON.readTree(text);
      JsonPatch.validate(patch);
      return new JsonPatchEdit(patch);
    } catch (JsonProcessingException e) {
      throw noPatch(e.getOriginalMessage());
    } catch (InvalidJsonPatchException e) {
      throw noPatch(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public ObjectNode edit(ObjectNode event) {
    JsonNode edited;
    try {
      edited = JsonPatch.apply(patch, event);
    } catch (JsonPatchApplicationException e) {
      throw new UserErrorException(
          "--edit does not fit the event "
              + PlainText.line(event.path("id").asText())
              + ": "
              + PlainText.line(e.getMessage())
              + ". Nothing was moved. `sluice dlq show` shows the event as it can be edited.",
          e);
    }
    if (edited.equals(event)) {
      throw new UserErrorException(
          "--edit changes nothing in the event "
              + PlainText.line(event.path("id").asText())
              + ", so nothing was moved.");
    }
    if (edited instanceof ObjectNode object) {
      return object;
    }
    throw new UserErrorException("--edit leaves no JSON object, so nothing was moved.");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read --edit " + file + ": " + Failures.fileProblem(e), ExitCodes.WRONG_USAGE);
    }
  }

  private static UserErrorException noPatch(String why) {
    return new UserErrorException(
        "--edit is no JSON Patch: " + PlainText.line(why) + ". Write it so: " + EXAMPLE,
        ExitCodes.WRONG_USAGE);
  }
}
