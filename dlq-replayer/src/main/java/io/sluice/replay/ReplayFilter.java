package io.sluice.replay;

import io.sluice.schema.LastError;
import io.sluice.schema.TypePattern;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant: those that pass every part; of the values of one part, one is enough. An
 * empty list or null lets all pass. A letter that lacks what a part asks for does not pass it.
 *
 * @param types patterns of the event's type
 * @param errors classes of the last exception, simple or fully qualified
 * @param ids event ids, or places ({@code topic/partition/offset}) of letters
 * @param reasons why it is dead, in Sluice's words (undecodable, attempts_exhausted, …)
 * @param from given up at or after this time
 * @param to given up before this time
 */
public record ReplayFilter(
    List<TypePattern> types,
    List<String> errors,
    List<String> ids,
    List<String> reasons,
    @Nullable Instant from,
    @Nullable Instant to) {

  public ReplayFilter {
    types = List.copyOf(types);
    errors = List.copyOf(errors);
    ids = List.copyOf(ids);
    reasons = List.copyOf(reasons);
  }

  /** Every letter. */
  public static ReplayFilter all() {
    return new ReplayFilter(List.of(), List.of(), List.of(), List.of(), null, null);
  }

  /** The letters of these events, or at these places. */
  public static ReplayFilter ofIds(String... ids) {
    return new ReplayFilter(List.of(), List.of(), List.of(ids), List.of(), null, null);
  }

  /** The letters of these types. */
  public static ReplayFilter ofTypes(String... patterns) {
    return new ReplayFilter(
        List.of(patterns).stream().map(TypePattern::parse).toList(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null);
  }

  public boolean matches(DeadLetter letter) {
    return matchesType(letter.type())
        && matchesError(letter.error())
        && (ids.isEmpty() || ids.contains(letter.id()) || ids.contains(letter.place().toString()))
        && (reasons.isEmpty() || (letter.reason() != null && reasons.contains(letter.reason())))
        && (from == null || !letter.deadAt().isBefore(from))
        && (to == null || letter.deadAt().isBefore(to));
  }

  private boolean matchesType(@Nullable String type) {
    return types.isEmpty()
        || (type != null && types.stream().anyMatch(pattern -> pattern.matches(type)));
  }

  private boolean matchesError(@Nullable LastError error) {
    if (errors.isEmpty()) {
      return true;
    }
    return error != null
        && errors.stream()
            .anyMatch(
                wanted ->
                    error.className().equals(wanted)
                        || error.className().endsWith("." + wanted)
                        || error.className().endsWith("$" + wanted));
  }
}
