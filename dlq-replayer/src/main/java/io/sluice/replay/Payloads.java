package io.sluice.replay;

import io.sluice.replay.Verdict.Change;
import io.sluice.replay.letter.OpenLetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a letter's payload can be read where it goes, and what it is changed into. */
interface Payloads {
  /**
   * @param topic where the letter goes
   * @throws io.sluice.schema.RegistryUnavailableException when the registry is needed and gives no
   *     answer
   */
  Outcome of(OpenLetter letter, String topic);

  /**
   * What is to be sent.
   *
   * @param value what takes the place of the letter's value; null: nothing does
   * @param change what was done; null: nothing
   * @param refusal why it must not go as it is; null: it may
   * @param details what else a person should know
   */
  record Outcome(
      byte @Nullable [] value,
      @Nullable Change change,
      @Nullable String refusal,
      List<String> details) {

    static Outcome untouched() {
      return new Outcome(null, null, null, List.of());
    }

    static Outcome refused(String why, String detail) {
      return new Outcome(null, null, why, List.of(detail));
    }

    static Outcome changed(byte[] value, Change change, String detail) {
      return new Outcome(value, change, null, List.of(detail));
    }
  }
}
