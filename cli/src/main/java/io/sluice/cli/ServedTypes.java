package io.sluice.cli;

import io.sluice.processor.config.Nearest;
import io.sluice.processor.control.InstanceReport;
import io.sluice.schema.TypePattern;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The types that a pipeline has handlers for, as its instances tell.
 *
 * @param patterns of the handlers, as instances order them; empty when none has told any
 */
record ServedTypes(String pipeline, List<String> patterns) {
  private static final int MOST_NAMED = 10;

  static ServedTypes of(String pipeline, List<InstanceReport> reports) {
    return new ServedTypes(
        pipeline,
        reports.stream().flatMap(report -> report.handlers().stream()).distinct().toList());
  }

  /**
   * Refuses a type, or pattern of types, that no handler serves.
   *
   * @param deed what would be done to it: pause
   * @param force true: also when it is not known, or not served
   */
  void require(String text, String deed, boolean force) {
    TypePattern wanted = parsed(text);
    if (!force && patterns.isEmpty()) {
      throw unknown(text, deed);
    }
    if (!force && patterns.stream().noneMatch(pattern -> meet(pattern, wanted))) {
      throw notServed(text);
    }
  }

  /**
   * Refuses what is not the pattern of a handler, since limits are a handler's.
   *
   * @param command how to say it: rate-limit
   */
  void requireHandler(String text, String command, boolean force) {
    TypePattern wanted = parsed(text);
    if (force || patterns.contains(text)) {
      return;
    }
    if (patterns.isEmpty()) {
      throw unknown(text, "change");
    }
    Optional<String> serving = wanted.isExact() ? handlerOf(text) : Optional.empty();
    if (serving.isEmpty()) {
      throw notServed(text);
    }
    throw new UserErrorException(
        "The pipeline "
            + pipeline
            + " has no handler of its own for "
            + text
            + ": it is served by "
            + serving.get()
            + ", and limits are a handler's. Write: sluice "
            + command
            + " '"
            + serving.get()
            + "' …",
        ExitCodes.WRONG_USAGE);
  }

  /**
   * The pattern of the handler that a type goes to: of those that match, the most specific, of
   * equals the first; its own of a pattern.
   */
  Optional<String> handlerOf(String type) {
    if (patterns.contains(type)) {
      return Optional.of(type);
    }
    return patterns.stream()
        .map(TypePattern::parse)
        .filter(pattern -> pattern.matches(type))
        .max(Comparator.comparingInt(TypePattern::literalWords))
        .map(TypePattern::text);
  }

  private static boolean meet(String pattern, TypePattern wanted) {
    return TypePattern.parse(pattern).meets(wanted);
  }

  private static TypePattern parsed(String text) {
    try {
      return TypePattern.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UserErrorException(PlainText.line(e.getMessage()), ExitCodes.WRONG_USAGE);
    }
  }

  private UserErrorException unknown(String text, String deed) {
    return new UserErrorException(
        "No instance of the pipeline "
            + pipeline
            + " runs, or has told of itself, so it is not known whether it serves "
            + PlainText.line(text)
            + ". Nothing was done; --force will "
            + deed
            + " it all the same.");
  }

  private UserErrorException notServed(String text) {
    String hint =
        Nearest.to(text, patterns)
            .map(near -> " Did you mean " + near + "?")
            .orElse(" It serves " + named() + ".");
    return new UserErrorException(
        "The pipeline "
            + pipeline
            + " has no handler for "
            + PlainText.line(text)
            + "."
            + hint
            + " --force does it all the same.",
        ExitCodes.WRONG_USAGE);
  }

  private String named() {
    String first = patterns.stream().sorted().limit(MOST_NAMED).collect(Collectors.joining(", "));
    int more = patterns.size() - MOST_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
