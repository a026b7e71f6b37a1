package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--only W9            | --only W9: there is no such workload",
        "--contestants rq     | --contestants rq: there is no such contestant",
        "--runs 0             | --runs must be 1 or more, found 0",
        "--runs many          | Invalid value for option '--runs'",
        "--only W8 --contestants spring | nothing to run",
        "--fast               | Unknown option",
        "--soak-minutes 0     | --soak-minutes must be from 1 to 1440, found 0",
        "--only W1 --profile a.html | --profile a.html: one file is for one workload",
      })
  void wrongArguments_areToldInOneLine_andExit2(String arguments, String message) {
    int exit = run(arguments.split(" "));

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).startsWith("sluice bench: ").contains(message).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void help_tellsWorkloadsAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("W8", "--quick", "--jmh", "Exit codes");
  }

  @Test
  void list_withAFamilysName_showsAllOfIt() {
    assertThat(run("--list", "--only", "w1", "--contestants", "sluice")).isZero();
    assertThat(out.toString()).contains("sluice-nodedupe").doesNotContain("spring", "W2");
  }

  @Test
  void list_hasTheSoakOnlyWhereItIsNamed() {
    assertThat(run("--list")).isZero();
    assertThat(out.toString()).contains("W1", "W8").doesNotContain("soak");

    assertThat(run("--list", "--only", "soak", "--soak-minutes", "2")).isZero();
    assertThat(out.toString()).contains("soak  20,000 events/s for 120 s");
  }

  private int run(String... arguments) {
    CommandLine command = Bench.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
