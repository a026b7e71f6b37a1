package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlState;
import io.sluice.processor.control.InstanceReport;
import io.sluice.schema.RateLimit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HeldWhyTest {
  private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");
  private static final ControlRecord.Mandate MANDATE =
      new ControlRecord.Mandate("ann", NOW.toEpochMilli(), null);

  @Test
  void aPause_comesFirst() {
    ControlState said =
        new ControlState(
            Map.of("mail.#", new ControlRecord.Pause("mail.#", MANDATE, null)),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());

    assertThat(why(said, breaker("smtp", "open")).of("mail.send")).isEqualTo("paused");
  }

  @Test
  void aPauseForAlikeFailures_isTheHandlersAlone() {
    ControlState said =
        new ControlState(
            Map.of("mail.#", new ControlRecord.Pause("mail.#", MANDATE, "7845336a")),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());

    assertThat(why(said, null).of("mail.send")).isEqualTo("paused: failures alike 7845336a");
    assertThat(why(said, null).of("mail.urgent")).isNull();
  }

  @Test
  void anOpenBreaker_isNamed_theDependencysToo() {
    assertThat(why(ControlState.nothing(), breaker("smtp", "open")).of("mail.send"))
        .isEqualTo("breaker of smtp is open until 2026-11-24T18:00:09Z");
    assertThat(why(ControlState.nothing(), breaker("mail.#", "half_open")).of("mail.send"))
        .startsWith("breaker of mail.# is half-open");
  }

  @Test
  void aBreakerOfOthers_isNotTheCause() {
    assertThat(why(ControlState.nothing(), breaker("mail.urgent", "open")).of("mail.send"))
        .isEqualTo("rate limit 5/s, 600/m of smtp");
  }

  @Test
  void theHandlerThatServesTheType_isTheMostSpecific() {
    assertThat(why(ControlState.nothing(), null).of("mail.urgent")).isNull();
  }

  @Test
  void aLiveRate_isTheOneInForce() {
    ControlState said =
        new ControlState(
            Map.of(),
            Map.of(
                "mail.urgent",
                new ControlRecord.Rate("mail.urgent", MANDATE, RateLimit.parse("1/h"))),
            Map.of(),
            Map.of(),
            Map.of());

    assertThat(why(said, null).of("mail.urgent")).isEqualTo("rate limit 1/h");
  }

  @Test
  void whereNobodyTells_nothingIsSaid() {
    PipelineSight silence =
        new PipelineSight("shop", NOW, List.of(), ControlState.nothing(), Map.of());

    assertThat(new HeldWhy(silence).of("mail.send")).isNull();
  }

  private static InstanceReport.BreakerReport breaker(String name, String state) {
    return new InstanceReport.BreakerReport(name, state, NOW.plusSeconds(9).toEpochMilli());
  }

  private static HeldWhy why(ControlState said, InstanceReport.@Nullable BreakerReport breaker) {
    InstanceReport report =
        new InstanceReport(
            "host:1:ab",
            "1.0",
            "host",
            1,
            NOW.toEpochMilli(),
            NOW.toEpochMilli(),
            "RUNNING",
            List.of("mail.#", "mail.urgent"),
            List.of(),
            new InstanceReport.Load(0, 0, 0, 0, 1L, 0, List.of()),
            Map.of(),
            new InstanceReport.Limits(
                List.of(),
                Map.of("mail.#", "5/s"),
                Map.of(),
                breaker == null ? List.of() : List.of(breaker),
                List.of(new InstanceReport.DependencyReport("smtp", "600/m", List.of("mail.#")))));
    return new HeldWhy(new PipelineSight("shop", NOW, List.of(report), said, Map.of()));
  }
}
