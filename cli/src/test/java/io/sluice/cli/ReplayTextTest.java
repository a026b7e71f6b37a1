package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.LetterJob.Deed;
import io.sluice.replay.ReplayReport;
import io.sluice.replay.ReplayReport.Ended;
import io.sluice.replay.Verdict;
import io.sluice.replay.Verdict.Fate;
import io.sluice.replay.letter.DeadLetterTopic;
import io.sluice.replay.letter.Place;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class ReplayTextTest {
  private static final DeadLetterTopic TOPIC = new DeadLetterTopic("shop.dlq");

  @Test
  void report_tellsEverythingThatWasLookedAt() {
    assertThat(printed(Deed.REPLAY, report(true, Ended.COMPLETE)))
        .isEqualTo(
            """
            would replay 11,500 dead letters of shop.dlq
              11,500 to shop.retry, partition 0
              3 to shop.parking, partition 1
            would set aside in shop.parking: 3
            would skip: 12
            would refuse: 4
              3: it has come back 3 times (--max-replays 3)
              16: something else
            left alone, not chosen: 11,000
            left alone, dealt with before: 500
            read up to offsets 0: 11,500, 1: 11,620; what came later was left alone
            nothing was moved
            """);
  }

  @Test
  void report_ofARunThatMovedSomething_saysWhereItEnded() {
    assertThat(printed(Deed.REPLAY, report(false, Ended.LIMIT)))
        .startsWith("replayed 11,500 dead letters")
        .contains("set aside in shop.parking: 3", "skipped: 12", "refused: 4")
        .endsWith("left alone; the limit was reached, there may be more\n");
  }

  @Test
  void question_namesCountTopicAndDestination_andWhatIsLeftOut() {
    assertThat(ReplayText.question(Deed.REPLAY, report(true, Ended.COMPLETE)))
        .isEqualTo(
            "Replay 11,500 dead letters of shop.dlq to shop.retry? 3 go to shop.parking. 12 are"
                + " skipped. 4 are refused.");
  }

  @Test
  void verdicts_ofManyLetters_areCutShort_thoseThatStayFirst_andSayWhereAllAre() {
    VerdictTable table = new VerdictTable();
    Verdict verdict =
        new Verdict(
            Fate.REPLAY,
            new TopicPartition("shop.retry", 2),
            1,
            null,
            null,
            List.of("a\u001b"),
            null);
    for (int i = 0; i < 22_999; i++) {
      table.add(new Place("shop.dlq", 0, i), "e" + i, verdict);
    }
    Verdict refused = new Verdict(Fate.REFUSE, null, 0, null, "too large", List.of(), null);
    table.add(new Place("shop.dlq", 0, 22_999), "e22999", refused);
    StringWriter out = new StringWriter();
    table.print(new PrintWriter(out));

    assertThat(out.toString().lines())
        .hasSize(23)
        .startsWith(
            "LETTER            ID      VERDICT  TO            REPLAYS  NOTES",
            "shop.dlq/0/22999  e22999  refuse   -             -        too large",
            "shop.dlq/0/0      e0      replay   shop.retry/2  1        a\ufffd");
    assertThat(out.toString()).contains("and 22,980 more; --json or --plan FILE has them all");
  }

  private static ReplayReport report(boolean dryRun, Ended ended) {
    Map<String, Long> why = new LinkedHashMap<>();
    why.put("it has come back 3 times (--max-replays 3)", 3L);
    why.put("something else", 16L);
    Map<TopicPartition, Long> to = new LinkedHashMap<>();
    to.put(new TopicPartition("shop.retry", 0), 11_500L);
    to.put(new TopicPartition("shop.parking", 1), 3L);
    Map<Integer, Long> ends = new LinkedHashMap<>();
    ends.put(0, 11_500L);
    ends.put(1, 11_620L);
    return new ReplayReport(
        TOPIC,
        "run",
        null,
        dryRun,
        ended,
        500,
        11_000,
        Map.of(Fate.REPLAY, 11_500L, Fate.PARKING, 3L, Fate.SKIP, 12L, Fate.REFUSE, 4L),
        why,
        to,
        ends);
  }

  private static String printed(Deed deed, ReplayReport report) {
    StringWriter out = new StringWriter();
    ReplayText.print(new PrintWriter(out), deed, report);
    return out.toString();
  }
}
