package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class CommandTextTest {
  @Test
  void quotesWhatAShellWouldRead() {
    assertThat(CommandText.of(List.of("dlq", "replay", "--type", "user.*", "--reason", "it's ok")))
        .isEqualTo("sluice dlq replay --type 'user.*' --reason 'it'\\''s ok'");
  }

  @Test
  void keepsNoLogins() {
    assertThat(
            CommandText.withoutLogins(
                "sluice dlq list --schema-registry https://me:secret@registry.example:8081/x"))
        .isEqualTo("sluice dlq list --schema-registry https://***@registry.example:8081/x");
  }

  /** Reads it as a shell does: quotes end and begin, a backslash takes the next one as it is. */
  @Property(tries = 200)
  void aShellMakesTheSameArgumentsOfIt(@ForAll List<@NotEmpty String> args) {
    List<String> read = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    String text = CommandText.of(args) + " ";
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (quoted) {
        word.append(c);
      } else if (c == '\\') {
        word.append(text.charAt(++i));
      } else if (c == ' ') {
        read.add(word.toString());
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
    List<String> expected = new ArrayList<>(List.of("sluice"));
    expected.addAll(args);
    assertThat(args.isEmpty() ? read.subList(0, 1) : read).isEqualTo(expected);
  }
}
