package io.sluice.replay;

import io.sluice.replay.Verdict.Fate;
import io.sluice.replay.letter.OpenLetter;
import java.util.List;

/** Every letter that is chosen is discarded. */
final class DiscardJudge implements Judge {
  @Override
  public Verdict rule(Chosen chosen, OpenLetter letter) {
    return new Verdict(Fate.DISCARD, null, 0, null, null, List.of(), null);
  }
}
