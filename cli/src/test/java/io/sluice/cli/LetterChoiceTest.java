package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class LetterChoiceTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-24T18:00:00Z"), ZoneOffset.UTC);

  @Test
  void times_arePointsOrSoLongAgo() {
    LetterChoice choice = new LetterChoice();
    choice.range.from = "2h";
    choice.range.to = "2026-11-24T18:00:00+01:00";
    assertThat(choice.filter(NOW).from()).isEqualTo("2026-11-24T16:00:00Z");
    assertThat(choice.filter(NOW).to()).isEqualTo("2026-11-24T17:00:00Z");
  }

  @Test
  void wrongTime_namesTheOption_andIsWrongUsage() {
    LetterChoice choice = new LetterChoice();
    choice.range.from = "yesterday";
    assertThatThrownBy(() -> choice.filter(NOW))
        .isInstanceOfSatisfying(
            UserErrorException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageContaining("--from")
        .hasMessageContaining("yesterday");
  }

  @Test
  void wrongPattern_namesTheOption() {
    LetterChoice choice = new LetterChoice();
    choice.types = List.of("user.we*");
    assertThatThrownBy(() -> choice.filter(NOW))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("--type");
  }

  @Test
  void wrongReason_isWrongUsage_withTheNearest() {
    LetterChoice choice = new LetterChoice();
    choice.reasons = List.of("unroutable", "result_to_large");
    assertThatThrownBy(() -> choice.filter(NOW))
        .isInstanceOfSatisfying(
            UserErrorException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageStartingWith(
            "--reason-is: no event dies of result_to_large; did you mean result_too_large? (there"
                + " are: undecodable, unhandled, unroutable,");
  }

  @Test
  void help_namesEveryReasonThatIsAllowed() {
    String help = new CommandLine(new DlqListCommand()).getUsageMessage().replaceAll("\\s+", " ");
    LetterChoice choice = new LetterChoice();
    choice.reasons = List.of("none");
    assertThatThrownBy(() -> choice.filter(NOW))
        .message()
        .satisfies(
            told -> {
              String all = told.substring(told.indexOf("are: ") + 5, told.length() - 1);
              assertThat(help).contains("died of this: " + all);
            });
  }

  @Test
  void where_withAMistake_isWrongUsage_withACaret() {
    LetterChoice choice = new LetterChoice();
    choice.where = "attempts >= and type = \"x\"";
    assertThatThrownBy(() -> choice.filter(NOW))
        .isInstanceOfSatisfying(
            UserErrorException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessage(
            String.join(
                System.lineSeparator(),
                "--where: expected a value after \">=\"",
                "  attempts >= and type = \"x\"",
                "              ^"));
  }

  @Test
  void options_areOneFilter() {
    LetterChoice choice = new LetterChoice();
    choice.types = List.of("user.*");
    choice.fingerprints = List.of("3f9a");
    choice.where = "attempts > 4 or age < 2h";
    choice.range.byDuration = "PT2H";
    assertThat(choice.filter(NOW).text())
        .isEqualTo(
            "type = \"user.*\" and fingerprint = \"3f9a\" and dead_at >= 2026-11-24T16:00:00Z and"
                + " (attempts > 4 or age < 2h)");
  }

  @Test
  void shortFingerprint_isWrongUsage() {
    LetterChoice choice = new LetterChoice();
    choice.fingerprints = List.of("3f");
    assertThatThrownBy(() -> choice.filter(NOW))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("--fingerprint")
        .hasMessageContaining("first 4");
  }

  @ParameterizedTest
  @CsvSource({
    "PT2H, 2026-11-24T16:00:00Z",
    "P1DT1H, 2026-11-23T17:00:00Z",
    "2h, 2026-11-24T16:00:00Z",
    "-PT2H, 2026-11-24T16:00:00Z"
  })
  void byDuration_beginsSoLongAgo(String duration, Instant from) {
    LetterChoice choice = new LetterChoice();
    choice.range.byDuration = duration;
    assertThat(choice.filter(NOW).from()).isEqualTo(from);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T16:00:00.000, 2026-11-24T16:00:00Z",
    "2026-11-24T16:00:00, 2026-11-24T16:00:00Z",
    "2026-11-24T16:00:00Z, 2026-11-24T16:00:00Z",
    "2026-11-24T16:00:00+01:00, 2026-11-24T15:00:00Z"
  })
  void toDatetime_beginsThen_asKafkasToolsDo(String time, Instant from) {
    LetterChoice choice = new LetterChoice();
    choice.range.toDatetime = time;
    assertThat(choice.filter(NOW).from()).isEqualTo(from);
    assertThat(choice.filter(NOW).to()).isNull();
  }

  @Test
  void wrongRanges_nameTheirOption() {
    assertWrong(range -> range.byDuration = "soon", "--by-duration: \"soon\" is not a duration");
    assertWrong(range -> range.byDuration = "P99999999999999D", "--by-duration");
    assertWrong(range -> range.toDatetime = "soon", "--to-datetime: \"soon\" is not a time");
    assertWrong(range -> range.from = "99999999999999d", "--from");
    assertWrong(
        range -> {
          range.from = "2h";
          range.byDuration = "PT2H";
        },
        "give one");
    assertWrong(range -> range.fromFile = Path.of("nope.csv"), "there is no such file");
  }

  @Test
  void fromFile_saysWhereToBegin(@TempDir Path folder) throws Exception {
    Path csv = Files.writeString(folder.resolve("starts.csv"), "shop.dlq,0,120\nshop.dlq,1,x\n");
    assertWrong(range -> range.fromFile = csv, "line 2: \"shop.dlq,1,x\" is not topic,partition");

    Files.writeString(csv, "shop.dlq,0,120\n");
    LetterChoice choice = new LetterChoice();
    choice.range.fromFile = csv;
    assertThat(choice.filter(NOW).text())
        .isEqualTo("topic = \"shop.dlq\" and partition = 0 and offset >= 120");
  }

  private static void assertWrong(Consumer<LetterRange> options, String message) {
    LetterChoice choice = new LetterChoice();
    options.accept(choice.range);
    assertThatThrownBy(() -> choice.filter(NOW))
        .isInstanceOfSatisfying(
            UserErrorException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
        .hasMessageContaining(message);
  }
}
