package io.sluice.deploy;

import io.sluice.cli.Sluice;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The command line that the image starts, as picocli knows it. */
final class Program {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)");

  private Program() {}

  /**
   * Reads arguments as {@code sluice} would, and runs nothing.
   *
   * @throws CommandLine.ParameterException when it would refuse them
   */
  static ParseResult parse(List<String> args) {
    ParseResult result = new CommandLine(Sluice.class).parseArgs(args.toArray(String[]::new));
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result;
  }

  /** The variables that the options of one command fall back to. */
  static Set<String> variablesOf(ParseResult command) {
    Set<String> variables = new TreeSet<>();
    for (OptionSpec option : command.commandSpec().options()) {
      if (option.userObject() instanceof Field field) {
        VARIABLE
            .matcher(field.getAnnotation(Option.class).defaultValue())
            .results()
            .map((MatchResult match) -> match.group(1))
            .forEach(variables::add);
      }
    }
    return variables;
  }
}
