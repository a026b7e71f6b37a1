package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

  @Test
  void lines_areNumberedAsInAnEditorAndBlankOnesSkipped() throws IOException {
    List<JsonLines.Line> lines = read("{}\n\n  \t\r\n{\"a\":1}\r\n[]", 100);

    assertThat(lines).extracting(JsonLines.Line::number).containsExactly(1L, 4L, 5L);
    assertThat(lines)
        .extracting(line -> new String(line.bytes(), UTF_8).strip())
        .containsExactly("{}", "{\"a\":1}", "[]");
  }

  @Test
  void endOffset_isThatOfTheFile() throws IOException {
    String text = "{}\n\"ä\"\n1";

    List<JsonLines.Line> lines = read(text, 100);

    assertThat(lines).extracting(JsonLines.Line::endOffset).containsExactly(3L, 8L, 9L);
    assertThat(text.getBytes(UTF_8)).hasSize(9);
  }

  @Test
  void lineThatIsTooLong_isCutAndTheNextIsRead() throws IOException {
    List<JsonLines.Line> lines = read("x".repeat(50) + "\n{}\n", 10);

    assertThat(lines).extracting(JsonLines.Line::tooLong).containsExactly(true, false);
    assertThat(lines.get(0).bytes()).hasSize(10);
    assertThat(lines.get(1).number()).isEqualTo(2);
  }

  @Test
  void emptyInput_hasNoLines() throws IOException {
    assertThat(read("", 10)).isEmpty();
    assertThat(read("\n\n", 10)).isEmpty();
  }

  private static List<JsonLines.Line> read(String text, int maxLineBytes) throws IOException {
    List<JsonLines.Line> lines = new ArrayList<>();
    try (JsonLines in =
        new JsonLines(new ByteArrayInputStream(text.getBytes(UTF_8)), maxLineBytes)) {
      for (var line = in.next(); line != null; line = in.next()) {
        lines.add(line);
      }
    }
    return lines;
  }
}
