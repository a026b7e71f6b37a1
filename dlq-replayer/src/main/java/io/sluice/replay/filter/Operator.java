package io.sluice.replay.filter;

import java.util.Arrays;
import java.util.Optional;

/** How a field is compared with a value. */
enum Operator {
  EQUAL("="),
  NOT_EQUAL("!="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  FINDS("~"),
  FINDS_NOT("!~");

  private final String sign;

  Operator(String sign) {
    this.sign = sign;
  }

  static Optional<Operator> of(String sign) {
    String known = sign.equals("==") ? "=" : sign;
    return Arrays.stream(values()).filter(operator -> operator.sign.equals(known)).findFirst();
  }

  String sign() {
    return sign;
  }

  boolean isRegularExpression() {
    return this == FINDS || this == FINDS_NOT;
  }

  boolean asksForOrder() {
    return !isRegularExpression() && this != EQUAL && this != NOT_EQUAL;
  }

  /**
   * @throws IllegalArgumentException when the field, or the literal, is not one for this operator
   */
  void requireFor(Field field, Literal literal) {
    FieldType type = field.name().type();
    boolean fits =
        isRegularExpression()
            ? type.isText()
            : !asksForOrder() || (type.isOrdered() && literal.isOrdered());
    if (!fits) {
      throw new IllegalArgumentException(
          isRegularExpression()
              ? sign + " looks into text, and " + field.text() + " is " + type.described()
              : "there is no less and greater here: compare with = or !=");
    }
    if (isRegularExpression() && !(literal instanceof Literal.Text)) {
      throw new IllegalArgumentException(sign + " takes a regular expression in quotes");
    }
  }

  /** True when the operator is the exact opposite of another: a missing field passes it. */
  boolean isNegated() {
    return this == NOT_EQUAL || this == FINDS_NOT;
  }

  /**
   * Whether the outcome of comparing field with value is what is asked for.
   *
   * @param order negative when the field is less, 0 when equal
   */
  boolean accepts(int order) {
    return switch (this) {
      case EQUAL, NOT_EQUAL, FINDS, FINDS_NOT -> order == 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }
}
