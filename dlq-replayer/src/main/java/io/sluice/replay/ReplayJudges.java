package io.sluice.replay;

import io.sluice.replay.LetterRun.Site;
import io.sluice.replay.letter.DeadLetterTopic;
import java.util.HashMap;
import java.util.Map;

/** Puts together what a replay's verdicts rest on. */
final class ReplayJudges {
  private ReplayJudges() {}

  /**
   * For a replay by filter.
   *
   * @throws ReplayException when the target is not there
   */
  static Judge of(
      DeadLetterTopic topic,
      ReplayOptions options,
      BlockedKeys blocked,
      Site site,
      Selection selection) {
    LetterEdit edit = options.changes().edit();
    Payloads payloads = edit == null ? rules(options, site) : new EditedPayload(site.codec(), edit);
    return judge(topic, options, new Ground(site, selection, payloads, blocked));
  }

  /** For a plan: what was edited when it was made is sent as it was then. */
  static Judge of(ReplayPlan plan, ReplayOptions options, Site site, Selection selection) {
    Map<String, byte[]> edited = new HashMap<>();
    plan.letters()
        .forEach(
            letter -> {
              if (letter.verdict().value() != null) {
                edited.put(letter.place().toString(), letter.verdict().value());
              }
            });
    Payloads rules = rules(options, site);
    Payloads payloads =
        (letter, to) -> {
          byte[] value = edited.get(letter.letter().place().toString());
          return value == null
              ? rules.of(letter, to)
              : Payloads.Outcome.changed(value, Verdict.Change.EDITED, "edited");
        };
    return judge(plan.topic(), options, new Ground(site, selection, payloads, BlockedKeys.UNKNOWN));
  }

  private static Payloads rules(ReplayOptions options, Site site) {
    return new CodecPayloads(site.codec(), options.changes().upcast(), options.force());
  }

  private record Ground(Site site, Selection selection, Payloads payloads, BlockedKeys blocked) {}

  private static Judge judge(DeadLetterTopic topic, ReplayOptions options, Ground ground) {
    Site site = ground.site();
    Destinations destinations = new Destinations(site.cluster(), topic, options.target());
    return new ReplayJudge(
        topic,
        options,
        new ReplayJudge.Facts(
            destinations,
            succeeded(topic, site, ground.selection()),
            ground.payloads(),
            ground.blocked(),
            site.clock()));
  }

  private static SucceededSince succeeded(DeadLetterTopic topic, Site site, Selection selection) {
    return topic
        .statusTopic()
        .map(
            statuses ->
                SucceededSince.read(
                    site.cluster(), statuses, selection.letters(), site.codec(), site.clock()))
        .orElseGet(SucceededSince::unknown);
  }
}
