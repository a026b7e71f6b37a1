package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class HexDumpTest {
  private static final byte[] TEXT = "{\"id\":\"order-4711\",\"x\":\u0001\n}".getBytes(UTF_8);

  @Test
  void print_showsOffsetBytesAndText() {
    assertThat(text(out -> HexDump.print(out, TEXT, 1_000)))
        .isEqualTo(
            """
              00000000  7b 22 69 64 22 3a 22 6f  72 64 65 72 2d 34 37 31  |{"id":"order-471|
              00000010  31 22 2c 22 78 22 3a 01  0a 7d                    |1","x":..}|
            """);
  }

  @Test
  void print_tellsHowMuchIsLeftOut() {
    assertThat(text(out -> HexDump.print(out, new byte[300], 256)))
        .hasLineCount(17)
        .contains("44 more bytes");
  }

  @Test
  void printAround_marksTheByte() {
    assertThat(text(out -> HexDump.printAround(out, TEXT, 23)))
        .isEqualTo(
            """
              00000000  7b 22 69 64 22 3a 22 6f  72 64 65 72 2d 34 37 31  |{"id":"order-471|
              00000010  31 22 2c 22 78 22 3a 01  0a 7d                    |1","x":..}|
                                             ^^ byte 23 of the value
            """);
    assertThat(text(out -> HexDump.printAround(out, new byte[0], 0)))
        .contains("^^ byte 0 of the value");
    assertThat(text(out -> HexDump.printAround(out, new byte[1_000], 500))).hasLineCount(6);
  }

  @Property(tries = 200)
  void print_showsEveryByteOnce(@ForAll @Size(max = 100) byte[] bytes) {
    StringBuilder digits = new StringBuilder();
    text(out -> HexDump.print(out, bytes, Integer.MAX_VALUE))
        .lines()
        .forEach(line -> digits.append(line, 12, 60).append(' '));

    byte[] shown = new byte[bytes.length];
    String[] pairs = digits.toString().strip().split("\\s+");
    for (int i = 0; i < bytes.length; i++) {
      shown[i] = (byte) Integer.parseInt(pairs[i], 16);
    }
    assertThat(shown).isEqualTo(bytes);
    assertThat(Arrays.stream(pairs).filter(pair -> !pair.isEmpty())).hasSize(bytes.length);
  }

  private static String text(Consumer<PrintWriter> printing) {
    StringWriter text = new StringWriter();
    printing.accept(new PrintWriter(text, true));
    return text.toString();
  }
}
