package io.sluice.replay.filter;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A filter, read. Records: equal when they are written alike. */
sealed interface Expression permits Expression.And, Expression.Or, Expression.Not, Condition {

  /**
   * Makes it ready.
   *
   * @param now when ages are told
   * @throws IllegalArgumentException when a field is compared with what it cannot be compared with
   */
  Check check(Instant now);

  /** True if letters must be opened to tell. */
  boolean needsContent();

  /** As it is written; reads back to an equal expression. */
  String text();

  /** As part of another expression; in parentheses also where only a careful reader needs none. */
  default String textInside() {
    return "(" + text() + ")";
  }

  /** True when all are. */
  record And(List<Expression> parts) implements Expression {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public Check check(Instant now) {
      List<Check> checks = parts.stream().map(part -> part.check(now)).toList();
      return letter -> {
        for (Check check : checks) {
          if (!check.test(letter)) {
            return false;
          }
        }
        return true;
      };
    }

    @Override
    public boolean needsContent() {
      return parts.stream().anyMatch(Expression::needsContent);
    }

    @Override
    public String text() {
      return parts.stream().map(Expression::textInside).collect(Collectors.joining(" and "));
    }
  }

  /** True when one is. */
  record Or(List<Expression> parts) implements Expression {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public Check check(Instant now) {
      List<Check> checks = parts.stream().map(part -> part.check(now)).toList();
      return letter -> {
        for (Check check : checks) {
          if (check.test(letter)) {
            return true;
          }
        }
        return false;
      };
    }

    @Override
    public boolean needsContent() {
      return parts.stream().anyMatch(Expression::needsContent);
    }

    @Override
    public String text() {
      return parts.stream().map(Expression::textInside).collect(Collectors.joining(" or "));
    }
  }

  record Not(Expression part) implements Expression {
    @Override
    public Check check(Instant now) {
      Check check = part.check(now);
      return letter -> !check.test(letter);
    }

    @Override
    public boolean needsContent() {
      return part.needsContent();
    }

    @Override
    public String text() {
      return "not " + part.textInside();
    }

    @Override
    public String textInside() {
      return text();
    }
  }
}
