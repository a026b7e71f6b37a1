package io.sluice.cli;

import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command {@code sluice}. */
@Command(
    name = "sluice",
    description =
        "Task queues with Kafka's guarantees: retry, delay, expiry, dead letters, replay.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.Provider.class,
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      PublishCommand.class,
      ProcessCommand.class,
      RouteCommand.class,
      RoutesCommand.class,
      TopicsCommand.class,
      EventCommand.class,
      WorkflowCommand.class,
      EventsCommand.class,
      CancelCommand.class,
      PauseCommand.class,
      ResumeCommand.class,
      RateLimitCommand.class,
      ConcurrencyCommand.class,
      PsCommand.class,
      DlqCommand.class,
      ParkedCommand.class,
      VersionCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice demo                  a whole pipeline on this machine, and a ledger of it",
      "  sluice up                    start Kafka, a registry and a processor here; stays",
      "  sluice publish --type user.welcome_email --key usr_456 \\",
      "      --data '{\"user_id\":\"usr_456\",\"email\":\"alice@example.com\"}'",
      "",
      "./sluice bench measures Sluice and others on this machine; see ./sluice bench --help.",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    })
public final class Sluice {

  private static final Set<String> TAKE_NUMBERS =
      Set.of(RateLimitCommand.NAME, ConcurrencyCommand.NAME);

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show stack traces and more of the log.")
  boolean verbose;

  private Sluice() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, for {@link #main} and for tests. */
  static CommandLine commandLine() {
    Sluice sluice = new Sluice();
    CommandLine all = new CommandLine(sluice);
    // So that -1/s is told as a bad rate, and not as an option that there is not.
    all.getSubcommands()
        .forEach(
            (name, command) -> {
              if (TAKE_NUMBERS.contains(name)) {
                command.setUnmatchedOptionsArePositionalParams(true);
              }
            });
    return all.setExecutionStrategy(sluice::execute)
        .setExecutionExceptionHandler(new Failures(sluice))
        .setCaseInsensitiveEnumValuesAllowed(true)
        // --data @file is ours to read; picocli would take the file's text for more arguments.
        .setExpandAtFiles(false)
        .setUsageHelpAutoWidth(true);
  }

  private int execute(ParseResult parsed) {
    if (verbose) {
      LogOutput.showMore();
    }
    return new CommandLine.RunLast().execute(parsed);
  }
}
