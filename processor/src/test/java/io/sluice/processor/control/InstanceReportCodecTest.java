package io.sluice.processor.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InstanceReportCodecTest {
  private static final InstanceReport REPORT =
      new InstanceReport(
          "host:7:ab12cd34",
          "0.1",
          "host",
          7,
          1_000,
          5_000,
          "RUNNING",
          List.of("job.#"),
          List.of("jobs-0"),
          new InstanceReport.Load(
              3,
              300,
              2,
              1,
              null,
              1,
              List.of(new InstanceReport.RunningAttempt("job.#", "job.run", "e1", null, 12))),
          Map.of("job.run", new InstanceReport.TypeReport(Map.of("succeeded", 9L), 4.5)),
          new InstanceReport.Limits(
              List.of("job.off"),
              Map.of("job.#", "5/s"),
              Map.of("job.#", 2),
              List.of(new InstanceReport.BreakerReport("mail", "open", 9_000L)),
              List.of(
                  new InstanceReport.DependencyReport("mail", "600/m", List.of("job.#")),
                  new InstanceReport.DependencyReport("disk", null, List.of()))));

  @Test
  void whatIsWritten_isRead() {
    assertThat(InstanceReportCodec.read(InstanceReportCodec.write(REPORT))).isEqualTo(REPORT);
  }

  @Test
  void contract_isInSnakeCase_andMayGrow() {
    String json = new String(InstanceReportCodec.write(REPORT), UTF_8);

    assertThat(json)
        .contains("\"started_at_ms\":1000", "\"in_flight_events\":3", "\"per_second\":4.5")
        .doesNotContain("\"held\"", "\"lost\"");
    String grown = json.replaceFirst("\\{", "{\"weather\":\"fine\",");
    assertThat(InstanceReportCodec.read(grown.getBytes(UTF_8))).isEqualTo(REPORT);
  }

  @Test
  void whatIsNoReport_isRefused() {
    for (String value : List.of("", "no JSON", "null", "{}", "[1]", "{\"name\":\"x\"}")) {
      assertThatThrownBy(() -> InstanceReportCodec.read(value.getBytes(UTF_8)))
          .isInstanceOf(ControlFormatException.class);
    }
  }

  @Test
  void silence_isLoss() {
    assertThat(REPORT.isLost(15_000)).isFalse();
    assertThat(REPORT.isLost(15_001)).isTrue();
  }
}
