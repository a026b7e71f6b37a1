package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.control.ControlState;
import io.sluice.processor.control.InstanceReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PipelineSightTextTest {
  private static final Instant STARTED = Instant.parse("2026-11-24T18:00:00Z");

  @Test
  void lostInstance_wasUpUntilItsLastReport_andHasNothingInHand() {
    assertThat(text(Duration.ofHours(5)))
        .containsPattern("host:1:ab +1\\.0 +lost 4h[^-]* ago +1h +- +- +- +- +- +- +shop.events 0");
  }

  @Test
  void runningInstance_isUpUntilNow() {
    assertThat(text(Duration.ofHours(1).plusSeconds(2)))
        .containsPattern("host:1:ab +1\\.0 +running +1h +7 +1 +2 +3 +4 +5\\.0/s +shop.events 0");
  }

  private static String text(Duration now) {
    InstanceReport.Load load = new InstanceReport.Load(7, 700, 2, 3, 4L, 1, List.of());
    InstanceReport report =
        new InstanceReport(
            "host:1:ab",
            "1.0",
            "host",
            1,
            STARTED.toEpochMilli(),
            STARTED.plus(Duration.ofHours(1)).toEpochMilli(),
            "RUNNING",
            List.of("mail.#"),
            List.of("shop.events-0"),
            load,
            Map.of("mail.send", new InstanceReport.TypeReport(Map.of("succeeded", 9L), 5.0)),
            new InstanceReport.Limits(List.of(), Map.of(), Map.of(), List.of(), null));
    StringWriter text = new StringWriter();
    PipelineSightText.print(
        new PrintWriter(text),
        new PipelineSight(
            "shop", STARTED.plus(now), List.of(report), ControlState.nothing(), Map.of()));
    return text.toString();
  }
}
