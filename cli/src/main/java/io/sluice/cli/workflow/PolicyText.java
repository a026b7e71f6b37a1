package io.sluice.cli.workflow;

import io.sluice.schema.JoinPolicy;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Policies as workflow files write them. */
final class PolicyText {
  private static final Pattern SOME = Pattern.compile("([0-9]{1,6}) +of +([0-9]{1,6})");

  private PolicyText() {}

  /**
   * The policy in a text, of a group of so many members.
   *
   * @throws IllegalArgumentException with what is wrong and what to write
   */
  static JoinPolicy parse(String text, int members) {
    switch (text) {
      case "all":
        return JoinPolicy.all();
      case "any":
        return JoinPolicy.any();
      case "always":
        return JoinPolicy.always();
      default:
        break;
    }
    Matcher some = SOME.matcher(text);
    if (!some.matches()) {
      throw new IllegalArgumentException(
          "expected all, any, always, or n of m such as 2 of "
              + members
              + ", found \""
              + text
              + '"');
    }
    int needed = Integer.parseInt(some.group(1));
    int of = Integer.parseInt(some.group(2));
    if (of != members) {
      throw new IllegalArgumentException(
          "\"" + text + "\" speaks of " + of + " members, and the group has " + members);
    }
    if (needed < 1 || needed > of) {
      throw new IllegalArgumentException(
          "\"" + text + "\": it must need 1 member or more, and at most the " + of + " there are");
    }
    return JoinPolicy.atLeast(needed);
  }
}
