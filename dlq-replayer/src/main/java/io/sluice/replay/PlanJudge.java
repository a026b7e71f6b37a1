package io.sluice.replay;

import io.sluice.replay.letter.OpenLetter;
import io.sluice.replay.letter.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Says what the plan says, if the rules still say the same. */
final class PlanJudge implements Judge {
  private final Map<Place, Verdict> planned = new HashMap<>();
  private final Judge rules;

  PlanJudge(ReplayPlan plan, Judge rules) {
    plan.letters().forEach(letter -> planned.put(letter.place(), letter.verdict()));
    this.rules = rules;
  }

  /**
   * @throws ReplayException when it is another verdict now
   */
  @Override
  public Verdict rule(Chosen chosen, OpenLetter letter) {
    Place place = letter.letter().place();
    Verdict then = Objects.requireNonNull(planned.get(place), () -> place + " is not planned");
    Verdict now = rules.rule(chosen, letter);
    if (now.fate() != then.fate()
        || !Objects.equals(now.to(), then.to())
        || now.change() != then.change()) {
      throw new ReplayException(place + ": planned was " + text(then) + ", now it is " + text(now));
    }
    return now;
  }

  private static String text(Verdict verdict) {
    return verdict.fate().word()
        + (verdict.to() == null ? "" : " to " + verdict.to())
        + (verdict.change() == null ? "" : ", " + verdict.change().word())
        + (verdict.why() == null ? "" : ": " + verdict.why());
  }
}
