package io.sluice.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.bench.report.Measure.Better;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Measure RATE = new Measure("rate", "events/s", Better.HIGHER, 0);

  @Test
  void median_ofAnOddNumber_isTheMiddleOne() {
    assertThat(Median.of(List.of(9.0, 1.0, 5.0))).hasValue(5.0);
  }

  @Test
  void median_ofAnEvenNumber_isBetweenTheTwoInTheMiddle() {
    assertThat(Median.of(List.of(4.0, 1.0, 2.0, 100.0))).hasValue(3.0);
  }

  @Test
  void median_ofNothing_isNone() {
    assertThat(Median.of(List.of())).isEmpty();
  }

  @Test
  void ratio_isToTheFirstContestantsMedian() {
    WorkloadResult result = result(ours(100, 200, 300), contestant("peer", ok(50), ok(50)));

    assertThat(result.ratio(result.contestants().get(0))).hasValue(1.0);
    assertThat(result.ratio(result.contestants().get(1))).hasValue(0.25);
  }

  @Test
  void ratio_withoutAFirstFigure_isNone() {
    WorkloadResult result =
        result(contestant("ours", failed()), contestant("peer", ok(50), ok(50)));

    assertThat(result.ratio(result.contestants().get(1))).isEmpty();
  }

  @Test
  void median_leavesOutRunsThatFailed() {
    RunResult wrong = new RunResult(Outcome.FAILED, Map.of("rate", 1e9), List.of("3 lost"));

    assertThat(contestant("ours", ok(10), wrong, ok(20)).median(RATE)).hasValue(15.0);
  }

  @Test
  void result_withOneFailedRun_isNotCorrect() {
    assertThat(result(ours(1, 2, 3)).isCorrect()).isTrue();
    assertThat(result(contestant("ours", ok(1), failed())).isCorrect()).isFalse();
  }

  @Test
  void result_withOneThatIsNotAvailable_isCorrect() {
    RunResult missing = RunResult.without(Outcome.NOT_AVAILABLE, "no such key");

    assertThat(result(ours(1), contestant("variant", missing)).isCorrect()).isTrue();
  }

  @Test
  void table_showsMedianRangeRatioAndWhatWentWrong() {
    String table =
        ResultTable.of(result(ours(1_000, 2_000, 3_000), contestant("peer", ok(500), failed())));

    assertThat(table)
        .isEqualTo(
            """
            W0  a test
                    events/s      min to max  ratio       runs
              ours     2,000  1,000 to 3,000   1.00          3
              peer       500                   0.25  1, FAILED
              ! peer: 3 lost
              how it is measured
            """);
  }

  @Test
  void json_hasMachineMediansRatiosAndEveryRun() {
    Machine machine =
        new Machine("a cpu", 2, 1_024, "an os", "a jdk", "4.3.1", "abc", List.of("-Xmx1g"));
    ResultJson json =
        new ResultJson(machine, OffsetDateTime.of(2030, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC));

    var node = json.of(result(ours(100, 200, 300), contestant("peer", ok(50))));

    assertThat(node.at("/machine/cpu").asText()).isEqualTo("a cpu");
    assertThat(node.at("/machine/java_options/0").asText()).isEqualTo("-Xmx1g");
    assertThat(node.at("/at").asText()).isEqualTo("2030-01-02T03:04:05Z");
    assertThat(node.at("/contestants/0/median/rate").asDouble()).isEqualTo(200);
    assertThat(node.at("/contestants/1/ratio_to_first").asDouble()).isEqualTo(0.25);
    assertThat(node.at("/contestants/0/runs")).hasSize(3);
  }

  private static ContestantResult ours(double... rates) {
    return contestant(
        "ours", Arrays.stream(rates).mapToObj(ResultsTest::ok).toArray(RunResult[]::new));
  }

  private static ContestantResult contestant(String id, RunResult... runs) {
    return new ContestantResult(id, id, List.of(runs));
  }

  private static RunResult ok(double rate) {
    return new RunResult(Outcome.OK, Map.of("rate", rate), List.of());
  }

  private static RunResult failed() {
    return RunResult.without(Outcome.FAILED, "3 lost");
  }

  private static WorkloadResult result(ContestantResult... contestants) {
    return new WorkloadResult(
        "W0", "a test", List.of("how it is measured"), List.of(RATE), List.of(contestants));
  }
}
