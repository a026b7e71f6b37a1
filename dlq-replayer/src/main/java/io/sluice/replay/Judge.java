package io.sluice.replay;

import io.sluice.replay.letter.OpenLetter;

/** Says what is to become of each letter; changes nothing. */
interface Judge {
  /**
   * @param chosen the letter as it was chosen
   * @throws io.sluice.schema.RegistryUnavailableException when the registry is needed and gives no
   *     answer
   */
  Verdict rule(Chosen chosen, OpenLetter letter);
}
