package io.sluice.replay.filter;

import io.sluice.replay.filter.Token.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a filter, by recursive descent:
 *
 * <pre>
 * filter    = and { "or" and }
 * and       = unary { "and" unary }
 * unary     = "not" unary | "(" filter ")" | condition
 * condition = field ( operator value | [ "not" ] "in" "(" value { "," value } ")"
 *                   | "exists" | "missing" )
 * operator  = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~"
 * value     = text in quotes | number | duration | size | time | "true" | "false" | "null"
 * </pre>
 *
 * Not thread-safe.
 */
final class FilterParser {
  /** So that no filter, however long, overflows the stack. */
  static final int DEEPEST = 100;

  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "not", "in", "exists", "missing", "true", "false", "null");

  private final String filter;
  private final Lexer lexer;
  private Token token;
  private int depth;

  private FilterParser(String filter) {
    this.filter = filter;
    this.lexer = new Lexer(filter);
    this.token = lexer.next();
  }

  /**
   * @throws FilterSyntaxException when it is none
   */
  static Expression parse(String filter) {
    FilterParser parser = new FilterParser(filter);
    if (parser.token.kind() == Kind.END) {
      throw parser.error("the filter is empty");
    }
    Expression whole = parser.or();
    if (parser.token.kind() == Kind.CLOSE) {
      throw parser.error("there is no ( for this )");
    }
    if (parser.token.kind() != Kind.END) {
      throw parser.error("expected \"and\", \"or\" or the end of the filter");
    }
    return whole;
  }

  private Expression or() {
    List<Expression> parts = new ArrayList<>();
    do {
      parts.add(and());
    } while (took("or"));
    return parts.size() == 1 ? parts.get(0) : new Expression.Or(parts);
  }

  private Expression and() {
    List<Expression> parts = new ArrayList<>();
    do {
      parts.add(unary());
    } while (took("and"));
    return parts.size() == 1 ? parts.get(0) : new Expression.And(parts);
  }

  private Expression unary() {
    Token start = token;
    if (start.kind() != Kind.OPEN && !start.isKeyword("not")) {
      return condition();
    }
    if (++depth > DEEPEST) {
      throw error("the filter is nested deeper than " + DEEPEST + " levels");
    }
    next();
    Expression inner = start.kind() == Kind.OPEN ? or() : new Expression.Not(unary());
    if (start.kind() == Kind.OPEN) {
      expect(Kind.CLOSE, "expected \"and\", \"or\" or a )");
    }
    depth--;
    return inner;
  }

  private Expression condition() {
    Field field = field();
    Token operator = token;
    if (took("exists")) {
      return new Condition.Presence(field, true);
    }
    if (took("missing")) {
      return new Condition.Presence(field, false);
    }
    if (took("in")) {
      return membership(field, false);
    }
    if (took("not")) {
      if (!took("in")) {
        throw error("expected \"in\" after \"not\"; for a field that is not there write missing");
      }
      return membership(field, true);
    }
    if (operator.kind() != Kind.OPERATOR) {
      throw error(
          "expected =, !=, <, <=, >, >=, ~, !~, in, exists or missing after \""
              + field.text()
              + "\"");
    }
    next();
    return comparison(field, operator);
  }

  private Expression comparison(Field field, Token operator) {
    Token at = token;
    Operator known = Operator.of(operator.text()).orElseThrow();
    Literal literal = value("after \"" + operator.text() + "\"");
    Condition made = new Condition.Comparison(field, known, literal);
    FieldType type = field.name().type();
    boolean isAboutOperator =
        known.isRegularExpression() ? !type.isText() : known.asksForOrder() && type.takes(literal);
    return checked(made, isAboutOperator ? operator : at);
  }

  private Expression membership(Field field, boolean negated) {
    List<Literal> literals = new ArrayList<>();
    expect(Kind.OPEN, "expected a ( and values after \"in\"");
    do {
      Token at = token;
      Literal literal = value("in the list");
      Expression unused = checked(new Condition.Comparison(field, Operator.EQUAL, literal), at);
      literals.add(literal);
    } while (took(Kind.COMMA));
    expect(Kind.CLOSE, "expected a , or a )");
    return new Condition.Membership(field, negated, literals);
  }

  /** What cannot be compared is a mistake in the filter, not of the letters. */
  private Expression checked(Condition condition, Token at) {
    try {
      Check unused = condition.check(Instant.EPOCH);
      return condition;
    } catch (IllegalArgumentException e) {
      throw new FilterSyntaxException(String.valueOf(e.getMessage()), filter, at.position());
    }
  }

  private Field field() {
    if (token.kind() != Kind.WORD || KEYWORDS.contains(token.text().toLowerCase(Locale.ROOT))) {
      throw error("expected a field, as in type = \"payment.*\"");
    }
    try {
      Field field = FieldReader.read(token.text());
      next();
      return field;
    } catch (IllegalArgumentException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }

  private Literal value(String where) {
    Literal literal = token.literal();
    if (literal == null) {
      literal =
          word()
              .orElseThrow(
                  () ->
                      error(
                          isPlainWord()
                              ? token.text()
                                  + " is no value; put a text in quotes: "
                                  + Quoted.of(token.text())
                              : "expected a value " + where));
    }
    next();
    return literal;
  }

  private Optional<Literal> word() {
    if (token.isKeyword("true") || token.isKeyword("false")) {
      return Optional.of(new Literal.Truth(token.isKeyword("true")));
    }
    return token.isKeyword("null") ? Optional.of(new Literal.Nothing()) : Optional.empty();
  }

  private boolean isPlainWord() {
    return token.kind() == Kind.WORD && !KEYWORDS.contains(token.text().toLowerCase(Locale.ROOT));
  }

  private boolean took(String keyword) {
    boolean taken = token.isKeyword(keyword);
    if (taken) {
      next();
    }
    return taken;
  }

  private boolean took(Kind kind) {
    boolean taken = token.kind() == kind;
    if (taken) {
      next();
    }
    return taken;
  }

  private void expect(Kind kind, String otherwise) {
    if (!took(kind)) {
      throw error(otherwise);
    }
  }

  private void next() {
    token = lexer.next();
  }

  private FilterSyntaxException error(String message) {
    return new FilterSyntaxException(message, filter, token.position());
  }
}
