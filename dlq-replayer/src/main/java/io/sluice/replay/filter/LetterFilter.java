package io.sluice.replay.filter;

import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.TypePattern;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant: those that pass every part; of the values of one part, one is enough. A
 * part that is empty or null lets all pass. A letter that lacks what a part asks for does not pass
 * it. Immutable; the {@code with} methods make a copy. Thread-safe.
 */
public final class LetterFilter {
  private static final LetterFilter ALL = new LetterFilter(FilterParts.NONE);

  private final FilterParts parts;
  private final Expression expression;
  private final Check check;

  private LetterFilter(FilterParts parts) {
    this.parts = parts;
    Where where = parts.where();
    Instant now = where == null ? Instant.EPOCH : where.now();
    StartOffsets starts = parts.starts();
    this.expression = parts.expression(starts == null ? null : starts.expression());
    Check others = parts.expression(null).check(now);
    this.check =
        starts == null
            ? others
            : letter -> starts.includes(letter.letter().place()) && others.test(letter);
  }

  /** Every letter. */
  public static LetterFilter all() {
    return ALL;
  }

  /** The letters of these events, or at these places. */
  public static LetterFilter ofIds(String... ids) {
    return ALL.withIds(List.of(ids));
  }

  /** The letters of these types. */
  public static LetterFilter ofTypes(String... patterns) {
    return ALL.withTypes(List.of(patterns).stream().map(TypePattern::parse).toList());
  }

  /** Patterns of the event's type. */
  public LetterFilter withTypes(List<TypePattern> types) {
    List<String> texts = types.stream().map(TypePattern::text).toList();
    return new LetterFilter(parts.with(FieldName.TYPE, texts));
  }

  /** Classes of the last exception, simple or fully qualified. */
  public LetterFilter withErrors(List<String> classes) {
    return new LetterFilter(parts.with(FieldName.ERROR, classes));
  }

  /** Event ids, or places ({@code topic/partition/offset}) of letters. */
  public LetterFilter withIds(List<String> ids) {
    return new LetterFilter(parts.with(FieldName.ID, ids));
  }

  /** Why it is dead, in Sluice's words (undecodable, attempts_exhausted, …). */
  public LetterFilter withReasons(List<String> reasons) {
    return new LetterFilter(parts.with(FieldName.REASON, reasons));
  }

  /**
   * Fingerprints, or how they begin.
   *
   * @throws IllegalArgumentException when one is shorter than 4 characters
   */
  public LetterFilter withFingerprints(List<String> fingerprints) {
    return new LetterFilter(parts.with(FieldName.FINGERPRINT, fingerprints));
  }

  /** Given up at or after this time. */
  public LetterFilter withFrom(@Nullable Instant from) {
    return new LetterFilter(parts.between(from, parts.to()));
  }

  /** Given up before this time. */
  public LetterFilter withTo(@Nullable Instant to) {
    return new LetterFilter(parts.between(parts.from(), to));
  }

  /** What the filter language says. */
  public LetterFilter withWhere(@Nullable Where where) {
    return new LetterFilter(parts.with(where, parts.starts()));
  }

  /** In each partition the letters from some offset on. */
  public LetterFilter withStarts(@Nullable StartOffsets starts) {
    return new LetterFilter(parts.with(parts.where(), starts));
  }

  public @Nullable Instant from() {
    return parts.from();
  }

  public @Nullable Instant to() {
    return parts.to();
  }

  public List<String> ids() {
    return parts.ids();
  }

  public List<String> fingerprints() {
    return parts.fingerprints();
  }

  /**
   * True if the letter is meant. Nothing that stands in a letter makes this throw.
   *
   * @throws io.sluice.schema.RegistryUnavailableException when its content is needed, and the
   *     registry, which gives no answer
   */
  public boolean matches(OpenLetter letter) {
    return check.test(letter);
  }

  /** True if letters must be opened to tell, for which the registry may be needed. */
  public boolean needsContent() {
    return expression.needsContent();
  }

  /** All parts in the filter language; empty for every letter. {@link Where} reads it back. */
  public String text() {
    return expression.text();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LetterFilter that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
