package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.LetterEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Has a person change an event in an editor. Each event is edited once, also where it is asked for
 * again: a rehearsal and the run after it must see the same. Not thread-safe.
 */
final class EditorEdit implements LetterEdit {
  private final String editor;
  private final Map<JsonNode, ObjectNode> edited = new HashMap<>();

  /**
   * @param editor a command of the shell; the file is put behind it
   */
  EditorEdit(String editor) {
    this.editor = editor;
  }

  /**
   * The editor that was named, or the one of the environment.
   *
   * @throws UserErrorException when neither names one, exit code 2
   */
  static EditorEdit of(String named, Map<String, String> environment) {
    String editor = named.isBlank() ? environment.getOrDefault("EDITOR", "") : named;
    if (editor.isBlank()) {
      throw new UserErrorException(
          "--edit-with: name an editor, or set EDITOR.", ExitCodes.WRONG_USAGE);
    }
    return new EditorEdit(editor);
  }

  @Override
  public ObjectNode edit(ObjectNode event) {
    ObjectNode before = event.deepCopy();
    return edited.computeIfAbsent(before, this::edited).deepCopy();
  }

  private ObjectNode edited(JsonNode event) {
    try {
      Path file = Files.createTempFile("sluice-letter-", ".json");
      EditedText text = new EditedText(event);
      Files.writeString(file, text.text());
      open(file);
      ObjectNode after = read(file, text);
      Files.delete(file);
      if (after.equals(event)) {
        throw new UserErrorException("Nothing was changed in the editor, so nothing was moved.");
      }
      return after;
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot edit the letter with " + editor + ": " + Failures.fileProblem(e), e);
    }
  }

  private void open(Path file) throws IOException {
    Process process =
        new ProcessBuilder("sh", "-c", editor + " \"$1\"", "editor", file.toString())
            .inheritIO()
            .start();
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        Files.delete(file);
        throw new UserErrorException(
            "The editor " + editor + " ended with " + exit + ", so nothing was moved.");
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new UserErrorException("interrupted");
    }
  }

  /** What a person has written is not thrown away because of a missing comma. */
  private static ObjectNode read(Path file, EditedText text) throws IOException {
    String why;
    try {
      Optional<ObjectNode> after = text.changedTo(Files.readString(file));
      if (after.isPresent()) {
        return after.get();
      }
      why = "no JSON object";
    } catch (JsonProcessingException e) {
      why =
          "not JSON: line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + ": "
              + e.getOriginalMessage();
    }
    throw new UserErrorException(
        "What came from the editor is "
            + PlainText.line(why)
            + ". Nothing was moved; the text is kept in "
            + file);
  }
}
