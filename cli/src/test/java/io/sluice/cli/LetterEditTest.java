package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.replay.LetterEdit;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LetterEditTest {
  private static final String PATCH =
      "[{\"op\":\"test\",\"path\":\"/data/email\",\"value\":\"a\"},"
          + "{\"op\":\"replace\",\"path\":\"/data/email\",\"value\":\"b\"}]";

  @TempDir Path folder;

  private final ObjectNode event;

  LetterEditTest() throws Exception {
    event = (ObjectNode) new ObjectMapper().readTree("{\"id\":\"e1\",\"data\":{\"email\":\"a\"}}");
  }

  @Test
  void patch_changesTheEvent_andLeavesTheOneItWasGiven() {
    ObjectNode edited = JsonPatchEdit.parse(PATCH).edit(event);

    assertThat(edited.at("/data/email").asText()).isEqualTo("b");
    assertThat(event.at("/data/email").asText()).isEqualTo("a");
  }

  @Test
  void patch_comesFromAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("patch.json"), PATCH);

    assertThat(JsonPatchEdit.parse("@" + file).edit(event).at("/data/email").asText())
        .isEqualTo("b");
  }

  @Test
  void patch_thatIsNone_isWrongUsage() {
    for (String text : new String[] {"", "{", "{}", "7", "[{\"op\":\"shout\",\"path\":\"/a\"}]"}) {
      assertThatThrownBy(() -> JsonPatchEdit.parse(text))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("--edit is no JSON Patch")
          .extracting(e -> ((UserErrorException) e).exitCode())
          .isEqualTo(ExitCodes.WRONG_USAGE);
    }
  }

  @Test
  void patch_thatDoesNotFit_orChangesNothing_isSaid() {
    assertRefused(
        JsonPatchEdit.parse("[{\"op\":\"replace\",\"path\":\"/data/phone/0\",\"value\":1}]"),
        "does not fit the event e1");
    assertRefused(
        JsonPatchEdit.parse("[{\"op\":\"test\",\"path\":\"/data/email\",\"value\":\"z\"}]"),
        "does not fit the event e1");
    assertRefused(JsonPatchEdit.parse("[]"), "changes nothing in the event e1");
    assertRefused(
        JsonPatchEdit.parse("[{\"op\":\"replace\",\"path\":\"\",\"value\":1}]"), "no JSON object");
  }

  @Test
  void editor_changesTheEvent_once() {
    Path calls = folder.resolve("calls");
    EditorEdit edit = new EditorEdit("echo x >> " + calls + "; sed -i s/:.*\\\"a\\\"/:\\\"b\\\"/");

    assertThat(edit.edit(event).at("/data/email").asText()).isEqualTo("b");
    assertThat(edit.edit(event).at("/data/email").asText()).isEqualTo("b");
    assertThat(calls).content().isEqualTo("x\n");
  }

  @Test
  void editor_leavesWhatWasNotChanged_asTheValueItWas() {
    event
        .putObject("metadata")
        .put("offset", 7L)
        .put("price", new BigDecimal("0.1000000000000000055"));
    event.putArray("parts").add(1L).add(new byte[] {1, 2}).addObject().put("share", 0.5f);

    ObjectNode edited = new EditorEdit("sed -i s/\\\"a\\\"/\\\"b\\\"/").edit(event);

    assertThat(edited.get("metadata")).isEqualTo(event.get("metadata"));
    assertThat(edited.get("parts")).isEqualTo(event.get("parts"));
    assertThat(edited.at("/data/email").asText()).isEqualTo("b");
  }

  @Test
  void editor_thatFails_orChangesNothing_isSaid() {
    assertRefused(new EditorEdit("true"), "Nothing was changed in the editor");
    assertRefused(new EditorEdit("exit 3; true"), "ended with 3, so nothing was moved");
  }

  @Test
  void editor_thatLeavesNoJson_losesNothingThatWasWritten() {
    assertThatThrownBy(() -> new EditorEdit("sed -i s/}//").edit(event))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("not JSON: line")
        .message()
        .satisfies(
            message -> {
              Path kept = Path.of(message.substring(message.lastIndexOf(' ') + 1));
              assertThat(kept).content().contains("\"e1\"");
              Files.delete(kept);
            });
  }

  @Test
  void editor_isNamed_orTheEnvironmentsOne() {
    assertThat(EditorEdit.of("", Map.of("EDITOR", "sed -i s/\\\"a\\\"/\\\"c\\\"/")).edit(event))
        .hasToString("{\"id\":\"e1\",\"data\":{\"email\":\"c\"}}");
    assertThatThrownBy(() -> EditorEdit.of(" ", Map.of()))
        .hasMessageContaining("name an editor, or set EDITOR");
  }

  private void assertRefused(LetterEdit edit, String message) {
    assertThatThrownBy(() -> edit.edit(event))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((UserErrorException) e).exitCode())
        .isEqualTo(ExitCodes.FAILED);
  }
}
