package io.sluice.cli;

import io.sluice.replay.Operator;
import java.io.Console;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Who wants something done, why, and whether he is sure: a mixin of the commands that change
 * something.
 */
final class Mandate {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description =
          "Why, for the audit. A script must say it; on a terminal it is asked for where it is not"
              + " given.")
  @Nullable String reason;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask whether to go on.")
  boolean yes;

  /**
   * To be called before anything else is done.
   *
   * @throws UserErrorException when there is no reason and nobody to ask for it
   */
  void require() {
    if (reason != null && reason.isBlank()) {
      throw new UserErrorException(
          "--reason is empty; it is kept in the audit, so say why.", ExitCodes.WRONG_USAGE);
    }
    if (reason == null && Terminal.console() == null) {
      throw new UserErrorException(
          "Say why with --reason TEXT: it is kept in the audit, and nobody can be asked here."
              + " Nothing was done.",
          ExitCodes.WRONG_USAGE);
    }
  }

  /** Whether somebody is there who wants to be asked. */
  boolean asks() {
    return !yes && Terminal.console() != null;
  }

  /** Somebody who only looks. */
  Operator onlooker() {
    return new Operator(name(), command(), reason);
  }

  /**
   * Asks for the reason where it was not given.
   *
   * @throws UserErrorException when none is given then either
   */
  Operator operator() {
    Console console = Terminal.console();
    String given = reason;
    if (given == null && console != null) {
      given = answer(console, "Why? It is kept in the audit: ");
    }
    if (given == null || given.isBlank()) {
      throw new UserErrorException("No reason was given, so nothing was done.");
    }
    return new Operator(name(), command(), given.strip());
  }

  /**
   * Asks on the terminal.
   *
   * @param otherwise said where the answer is no
   */
  boolean agreed(String question, String otherwise) {
    Console console = Terminal.console();
    String answer = console == null ? null : answer(console, question + " [y/N] ");
    boolean agreed = answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    if (!agreed) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(otherwise);
      err.flush();
    }
    return agreed;
  }

  private @Nullable String answer(Console console, String question) {
    PrintWriter err = spec.commandLine().getErr();
    err.print(question);
    err.flush();
    return console.readLine();
  }

  private String command() {
    return CommandText.withoutLogins(CommandText.of(spec));
  }

  /** Who is at the keyboard: user@host. */
  static String name() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    return System.getProperty("user.name", "unknown") + "@" + host;
  }
}
