package io.sluice.replay.filter;

import io.sluice.replay.letter.OpenLetter;
import java.time.Instant;

/**
 * A filter in Sluice's filter language: {@code type = "payment.*" and error ~ "Timeout" and age <
 * 2h and data.amount > 100}. Conditions on fields, joined with {@code not}, {@code and}, {@code or}
 * (binding in that order) and parentheses.
 *
 * <p>A letter that lacks a field fails every condition on it, except {@code !=}, {@code !~} and
 * {@code not in}, which are the exact opposites of {@code =}, {@code ~} and {@code in}. Within text
 * a backslash keeps its meaning for regular expressions: {@code error ~ "\d+ ms"}. Thread-safe.
 */
public final class Where {
  private final Expression expression;
  private final Instant now;
  private final Check check;

  private Where(Expression expression, Instant now) {
    this.expression = expression;
    this.now = now;
    this.check = expression.check(now);
  }

  /**
   * @param now the time that {@code age} is told at
   * @throws FilterSyntaxException when the text is no filter
   */
  public static Where parse(String text, Instant now) {
    return new Where(FilterParser.parse(text), now);
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

  /** The filter in its plain form, which reads back to an equal one. */
  public String text() {
    return expression.text();
  }

  Expression expression() {
    return expression;
  }

  Instant now() {
    return now;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Where that
        && expression.equals(that.expression)
        && now.equals(that.now);
  }

  @Override
  public int hashCode() {
    return expression.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
