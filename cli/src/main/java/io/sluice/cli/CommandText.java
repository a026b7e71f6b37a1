package io.sluice.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** A command line as it was given: for the audit, and to be given again. */
final class CommandText {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./~^-]+");
  private static final Pattern LOGIN_IN_A_URL = Pattern.compile("://[^/\\s@']*@");

  private CommandText() {}

  /** What a shell makes the same arguments of. */
  static String of(CommandSpec spec) {
    return of(spec.root().commandLine().getParseResult().originalArgs());
  }

  static String of(List<String> args) {
    return "sluice " + args.stream().map(CommandText::quoted).collect(Collectors.joining(" "));
  }

  /** What may be kept for all to read: without names and passwords that a URL carries. */
  static String withoutLogins(String command) {
    return LOGIN_IN_A_URL.matcher(command).replaceAll("://***@");
  }

  private static String quoted(String arg) {
    return PLAIN.matcher(arg).matches() ? arg : "'" + arg.replace("'", "'\\''") + "'";
  }
}
