package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.schema.avro.examples.PaymentCharge;
import io.sluice.schema.avro.examples.ReportRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportHandlerTest {
  @TempDir Path folder;
  private String url = "";
  private EventHandler<ReportRequest> handler = (data, context) -> {};

  @BeforeEach
  void openHandler() {
    url = "jdbc:h2:file:" + folder.resolve("payments");
    handler =
        new ReportHandler.Provider()
            .create(
                HandlerSettings.of(
                    Map.of("jdbc_url", url, "output_dir", folder.resolve("out").toString())));
  }

  @AfterEach
  void closeHandler() throws Exception {
    handler.close();
  }

  @Test
  void report_sumsChargesByDayAndCurrency_bothDaysInclusive() throws Exception {
    charge("e0", 999, "EUR", "2026-10-31T23:59:59Z");
    charge("e1", 1000, "EUR", "2026-11-01T00:00:00Z");
    charge("e2", 250, "EUR", "2026-11-01T12:00:00Z");
    charge("e3", 700, "USD", "2026-11-01T12:00:00Z");
    charge("e4", 5, "EUR", "2026-11-03T23:59:59Z");
    charge("e5", 999, "EUR", "2026-11-04T00:00:00Z");

    handler.handle(request("2026-11-01", "2026-11-03"), FakeContext.of("evt-1"));

    assertThat(report())
        .isEqualTo(
            """
            report,day,currency,charges,amount_cents
            "Sales, ""autumn\""",2026-11-01,EUR,2,1250
            "Sales, ""autumn\""",2026-11-01,USD,1,700
            "Sales, ""autumn\""",2026-11-03,EUR,1,5
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void nothingCharged_isAReportWithAHeadingAlone() throws Exception {
    handler.handle(request("2026-11-01", "2026-11-03"), FakeContext.of("evt-1"));

    assertThat(report()).isEqualTo("report,day,currency,charges,amount_cents\r\n");
  }

  @Test
  void repeat_replacesTheReport() throws Exception {
    handler.handle(request("2026-11-01", "2026-11-03"), FakeContext.of("evt-1"));
    charge("e1", 1000, "EUR", "2026-11-01T00:00:00Z");
    handler.handle(request("2026-11-01", "2026-11-03"), FakeContext.of("evt-1").attempt(2));

    assertThat(report().lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-31 | 2026-12-01 | from_date: expected a day such as 2026-11-01, found "2026-11-31"
          2026-11-01 | tomorrow   | to_date: expected a day such as 2026-11-01, found "tomorrow"
          2026-11-02 | 2026-11-01 | to_date: expected 2026-11-02 (from_date) or later, found 2026-11-01
          2016-11-01 | 2026-11-01 | to_date: expected less than 10 years after 2016-11-01, found 2026-11-01
          """)
  void datesThatCannotBe_areRefused(String from, String to, String message) {
    assertThatThrownBy(() -> handler.handle(request(from, to), FakeContext.of("evt-1")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(message);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void nameThatLeavesTheFolder_isRefused() {
    ReportRequest data = request("2026-11-01", "2026-11-03");
    data.setReportId("../../etc/report");

    assertThatThrownBy(() -> handler.handle(data, FakeContext.of("evt-1")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("report_id: ");
  }

  private void charge(String eventId, long cents, String currency, String at) throws Exception {
    Clock clock = Clock.fixed(Instant.parse(at), ZoneOffset.UTC);
    PaymentCharge data = PaymentCharges.of("pay-" + eventId, cents);
    data.setCurrency(currency);
    try (var payments = new PaymentChargeHandler(PaymentLedger.openDatabase(url), clock)) {
      payments.handle(data, FakeContext.of(eventId));
    }
  }

  private String report() throws Exception {
    return Files.readString(folder.resolve("out").resolve("rep-1.csv"));
  }

  private static ReportRequest request(String from, String to) {
    return ReportRequest.newBuilder()
        .setReportId("rep-1")
        .setTitle("Sales, \"autumn\"")
        .setFromDate(from)
        .setToDate(to)
        .build();
  }
}
