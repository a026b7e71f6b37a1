package io.sluice.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The sums of a run. {@code published} counts unique events; {@code duplicates} and {@code
 * undecodable} came on top. {@code dead} were dead-lettered before the replay, {@code still_dead}
 * after it.
 *
 * @param retried events that failed at least once and were tried again
 * @param delayed events that had to wait, and ran no sooner than they were due
 * @param replayed dead letters moved back, undecodable ones among them
 * @param lost records sent of which nobody knows what became
 * @param effectsTwice events whose effect (mail, charge, file) was found more than once
 * @param effectsMissing events that succeeded and whose effect was not found
 * @param emitted follow-up events found on their topic, each counted once
 * @param emittedTwice follow-up events found there more than once
 * @param seconds how long the run took
 * @param problems sums that do not add up; empty when all do
 */
@JsonPropertyOrder("ok")
public record DemoLedger(
    @JsonProperty("published") int published,
    @JsonProperty("duplicates") int duplicates,
    @JsonProperty("succeeded") int succeeded,
    @JsonProperty("retried") int retried,
    @JsonProperty("dead") int dead,
    @JsonProperty("still_dead") int stillDead,
    @JsonProperty("undecodable") int undecodable,
    @JsonProperty("expired") int expired,
    @JsonProperty("delayed") int delayed,
    @JsonProperty("replayed") long replayed,
    @JsonProperty("lost") int lost,
    @JsonProperty("effects_twice") int effectsTwice,
    @JsonProperty("effects_missing") int effectsMissing,
    @JsonProperty("emitted") int emitted,
    @JsonProperty("emitted_twice") int emittedTwice,
    @JsonProperty("seconds") double seconds,
    @JsonProperty("problems") List<String> problems) {

  public DemoLedger {
    problems = List.copyOf(problems);
  }

  /** Does everything add up? */
  @JsonProperty("ok")
  public boolean ok() {
    return problems.isEmpty();
  }
}
