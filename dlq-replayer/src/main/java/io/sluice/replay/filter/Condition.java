package io.sluice.replay.filter;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is asked of one field. What a letter lacks equals nothing and is neither less nor greater;
 * {@code !=}, {@code !~} and {@code not in} are the exact opposites of {@code =}, {@code ~} and
 * {@code in}, so they are true of it.
 */
sealed interface Condition extends Expression {
  Field field();

  @Override
  default boolean needsContent() {
    return field().name().needsContent();
  }

  @Override
  default String textInside() {
    return text();
  }

  record Comparison(Field field, Operator operator, Literal literal) implements Condition {
    @Override
    public Check check(Instant now) {
      operator.requireFor(field, literal);
      Comparer comparer =
          operator.isRegularExpression() ? finder() : Comparers.of(field, literal, now);
      return letter -> {
        Object value = field.value(letter);
        OptionalInt order = value == null ? OptionalInt.empty() : comparer.compare(value);
        boolean accepted = order.isPresent() && operator.accepts(order.getAsInt());
        return accepted != operator.isNegated();
      };
    }

    private Comparer finder() {
      TextPattern pattern =
          TextPattern.compile(literal instanceof Literal.Text text ? text.value() : literal.text());
      FieldType type = field.name().type();
      return value -> {
        String text = type.text(value);
        return Comparer.equalIf(text != null && pattern.isIn(text));
      };
    }

    @Override
    public String text() {
      return field.text() + " " + operator.sign() + " " + literal.text();
    }
  }

  record Membership(Field field, boolean negated, List<Literal> literals) implements Condition {
    public Membership {
      literals = List.copyOf(literals);
    }

    @Override
    public Check check(Instant now) {
      List<Comparer> comparers =
          literals.stream().map(literal -> Comparers.of(field, literal, now)).toList();
      if (field.name() == FieldName.ID) {
        return idIn();
      }
      return letter -> {
        Object value = field.value(letter);
        return negated != (value != null && isEqual(value, comparers));
      };
    }

    /** Any number of ids, in one look. */
    private Check idIn() {
      Set<String> ids = new HashSet<>();
      literals.forEach(literal -> ids.add(((Literal.Text) literal).value()));
      return letter ->
          negated
              != (ids.contains(letter.letter().id())
                  || ids.contains(letter.letter().place().toString()));
    }

    private static boolean isEqual(Object value, List<Comparer> comparers) {
      for (Comparer comparer : comparers) {
        if (comparer.compare(value).equals(Comparer.EQUAL)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String text() {
      return field.text()
          + (negated ? " not in (" : " in (")
          + literals.stream().map(Literal::text).collect(Collectors.joining(", "))
          + ")";
    }
  }

  /** Whether the letter has the field at all, be it null. */
  record Presence(Field field, boolean wanted) implements Condition {
    @Override
    public Check check(Instant now) {
      return letter -> (field.value(letter) != null) == wanted;
    }

    @Override
    public String text() {
      return field.text() + (wanted ? " exists" : " missing");
    }
  }
}
