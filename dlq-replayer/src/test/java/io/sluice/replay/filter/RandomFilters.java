package io.sluice.replay.filter;

import static io.sluice.replay.filter.Condition.Comparison;
import static io.sluice.replay.filter.Condition.Membership;
import static io.sluice.replay.filter.Condition.Presence;

import io.sluice.replay.filter.Expression.And;
import io.sluice.replay.filter.Expression.Not;
import io.sluice.replay.filter.Expression.Or;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Filters that mean something, of every form that there is. */
final class RandomFilters {
  private static final int DEEPEST = 4;

  private RandomFilters() {}

  static Arbitrary<Expression> expressions() {
    return expressions(DEEPEST);
  }

  private static Arbitrary<Expression> expressions(int depth) {
    Arbitrary<Expression> conditions = fields().flatMap(RandomFilters::conditions);
    if (depth == 0) {
      return conditions;
    }
    Arbitrary<Expression> inner = Arbitraries.lazy(() -> expressions(depth - 1));
    Arbitrary<List<Expression>> several = inner.list().ofMinSize(2).ofMaxSize(4);
    return Arbitraries.oneOf(
        conditions, several.map(And::new), several.map(Or::new), inner.map(Not::new));
  }

  static Arbitrary<Membership> memberships() {
    return fields().flatMap(RandomFilters::memberships);
  }

  private static Arbitrary<Membership> memberships(Field field) {
    return Combinators.combine(
            Arbitraries.of(true, false), literals(field).list().ofMinSize(1).ofMaxSize(4))
        .as((negated, literals) -> new Membership(field, negated, literals));
  }

  private static Arbitrary<Field> fields() {
    return Arbitraries.of(FieldName.values())
        .flatMap(
            name ->
                name.needsName()
                    ? names().map(step -> new Field(name, List.of(step)))
                    : name == FieldName.DATA ? paths() : Arbitraries.just(Field.of(name)));
  }

  private static Arbitrary<Field> paths() {
    Arbitrary<Step> indexes = Arbitraries.integers().between(0, 9_999).map(Step.Index::new);
    return Arbitraries.oneOf(names(), indexes)
        .list()
        .ofMaxSize(4)
        .map(steps -> new Field(FieldName.DATA, steps));
  }

  private static Arbitrary<Step> names() {
    return Arbitraries.oneOf(
            Arbitraries.of("region", "amount", "x y", "a.b", ".", "kafka_dlt-original-topic", "\""),
            Arbitraries.strings().ofMinLength(1).ofMaxLength(8))
        .map(Step.Name::new);
  }

  private static Arbitrary<Expression> conditions(Field field) {
    FieldType type = field.name().type();
    Arbitrary<Expression> presence =
        Arbitraries.of(true, false).map(wanted -> new Presence(field, wanted));
    Arbitrary<Expression> membership = memberships(field).map(in -> in);
    Arbitrary<Expression> comparison =
        Combinators.combine(Arbitraries.of(Operator.values()), literals(field))
            .filter((operator, literal) -> fits(type, operator, literal))
            .as((operator, literal) -> new Comparison(field, operator, literal));
    Arbitrary<Expression> search =
        Combinators.combine(
                Arbitraries.of(Operator.FINDS, Operator.FINDS_NOT),
                Arbitraries.of("", "a", "^\\w+$", "(?i)time|\"out\"", "[^\\n]{2,5}", "\\\\"))
            .as((operator, text) -> new Comparison(field, operator, new Literal.Text(text)));
    return type.isText()
        ? Arbitraries.oneOf(presence, membership, comparison, search)
        : Arbitraries.oneOf(presence, membership, comparison);
  }

  private static boolean fits(FieldType type, Operator operator, Literal literal) {
    return !operator.isRegularExpression()
        && (!operator.asksForOrder() || (type.isOrdered() && literal.isOrdered()));
  }

  private static Arbitrary<Literal> literals(Field field) {
    Arbitrary<Literal> texts = Arbitraries.strings().ofMaxLength(10).map(Literal.Text::new);
    Arbitrary<Literal> numbers =
        Combinators.combine(Arbitraries.bigIntegers(), Arbitraries.integers().between(-900, 900))
            .as((digits, scale) -> new Literal.Decimal(new BigDecimal(digits, scale)));
    Arbitrary<Literal> sizes = Arbitraries.longs().greaterOrEqual(0).map(Literal.Size::new);
    Arbitrary<Literal> spans =
        Arbitraries.longs().greaterOrEqual(0).map(ms -> new Literal.Span(Duration.ofMillis(ms)));
    Arbitrary<Literal> times =
        Arbitraries.longs()
            .between(-99_999_999_999_999L, 999_999_999_999_999L)
            .map(ms -> new Literal.Time(Instant.ofEpochMilli(ms)));
    return switch (field.name().type()) {
      case PATTERN -> Arbitraries.of("#", "a.*", "payment.charge").map(Literal.Text::new);
      case KIND -> Arbitraries.of(FieldType.KINDS).map(Literal.Text::new);
      case FINGERPRINT -> Arbitraries.strings().ofLength(6).map(Literal.Text::new);
      case ID, ERROR, TEXT -> texts;
      case NUMBER -> numbers;
      case SIZE -> Arbitraries.oneOf(sizes, numbers);
      case AGE -> spans;
      case TIME -> times;
      case LOOSE ->
          Arbitraries.oneOf(
              Arrays.asList(
                  texts,
                  numbers,
                  times,
                  Arbitraries.of(true, false).map(Literal.Truth::new),
                  field.name().isNullable() ? Arbitraries.just(new Literal.Nothing()) : texts));
    };
  }
}
