package io.sluice.replay.filter;

import io.sluice.replay.filter.Condition.Comparison;
import io.sluice.replay.filter.Condition.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link LetterFilter} is made of; a part that is empty or null lets all pass. */
record FilterParts(
    List<String> types,
    List<String> errors,
    List<String> ids,
    List<String> reasons,
    List<String> fingerprints,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Where where,
    @Nullable StartOffsets starts) {

  static final FilterParts NONE =
      new FilterParts(
          List.of(), List.of(), List.of(), List.of(), List.of(), null, null, null, null);

  FilterParts with(FieldName field, List<String> values) {
    List<String> copy = List.copyOf(values);
    return new FilterParts(
        field == FieldName.TYPE ? copy : types,
        field == FieldName.ERROR ? copy : errors,
        field == FieldName.ID ? copy : ids,
        field == FieldName.REASON ? copy : reasons,
        field == FieldName.FINGERPRINT ? copy : fingerprints,
        from,
        to,
        where,
        starts);
  }

  FilterParts between(@Nullable Instant first, @Nullable Instant end) {
    return new FilterParts(types, errors, ids, reasons, fingerprints, first, end, where, starts);
  }

  FilterParts with(@Nullable Where said, @Nullable StartOffsets begin) {
    return new FilterParts(types, errors, ids, reasons, fingerprints, from, to, said, begin);
  }

  /** All of them must be true; the starts are handed in, since they are checked by a table. */
  Expression expression(@Nullable Expression begin) {
    List<Expression> all = new ArrayList<>();
    add(all, FieldName.TYPE, types);
    add(all, FieldName.ERROR, errors);
    add(all, FieldName.ID, ids);
    add(all, FieldName.REASON, reasons);
    add(all, FieldName.FINGERPRINT, fingerprints);
    add(all, Operator.GREATER_OR_EQUAL, from);
    add(all, Operator.LESS, to);
    if (begin != null) {
      all.add(begin);
    }
    if (where != null) {
      all.add(where.expression());
    }
    return all.size() == 1 ? all.get(0) : new Expression.And(all);
  }

  private static void add(List<Expression> all, FieldName field, List<String> values) {
    if (values.size() == 1) {
      all.add(new Comparison(Field.of(field), Operator.EQUAL, new Literal.Text(values.get(0))));
    } else if (!values.isEmpty()) {
      List<Literal> literals = new ArrayList<>();
      values.forEach(value -> literals.add(new Literal.Text(value)));
      all.add(new Membership(Field.of(field), false, literals));
    }
  }

  private static void add(List<Expression> all, Operator operator, @Nullable Instant time) {
    if (time != null) {
      all.add(new Comparison(Field.of(FieldName.DEAD_AT), operator, new Literal.Time(time)));
    }
  }
}
