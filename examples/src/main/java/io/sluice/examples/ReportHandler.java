package io.sluice.examples;

import io.sluice.examples.PaymentLedger.DayFigures;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.processor.handler.SettingException;
import io.sluice.schema.avro.examples.ReportRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes what was charged, by day and currency, as a CSV file (RFC 4180, UTF-8) named {@code
 * <report_id>.csv}. A repeat writes the file again from the figures as they are then.
 *
 * <p>Settings: {@code jdbc_url} of the payments database, {@code output_dir}. Thread-safe.
 */
public final class ReportHandler implements EventHandler<ReportRequest> {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader("report", "day", "currency", "charges", "amount_cents")
          .get();
  private static final long MAX_YEARS = 10;

  private final PaymentLedger ledger;
  private final ResultFolder results;

  ReportHandler(PaymentLedger ledger, ResultFolder results) {
    this.ledger = ledger;
    this.results = results;
  }

  /**
   * Writes one report.
   *
   * @throws InvalidRequestException when a date is none, or the days are in the wrong order or more
   *     than ten years
   * @throws SQLException when the figures cannot be read
   * @throws IOException when the file cannot be written
   */
  @Override
  public void handle(ReportRequest data, EventContext context)
      throws InvalidRequestException, SQLException, IOException {
    String name = ResultFolder.requireName("report_id", data.getReportId());
    LocalDate from = day("from_date", data.getFromDate());
    LocalDate to = day("to_date", data.getToDate());
    requirePeriod(from, to);
    List<DayFigures> days = ledger.perDay(from, to);
    results.put(name + ".csv", out -> print(data.getTitle(), days, out));
    context.result(Map.of("file", name + ".csv", "rows", days.size()));
  }

  private static void print(String title, List<DayFigures> days, OutputStream out)
      throws IOException {
    try (CSVPrinter csv =
        new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), FORMAT)) {
      for (DayFigures day : days) {
        csv.printRecord(title, day.day(), day.currency(), day.charges(), day.amountCents());
      }
    }
  }

  private static LocalDate day(String field, String text) throws InvalidRequestException {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidRequestException(
          field, "expected a day such as 2026-11-01, found \"" + text + "\"");
    }
  }

  private static void requirePeriod(LocalDate from, LocalDate to) throws InvalidRequestException {
    if (to.isBefore(from)) {
      throw new InvalidRequestException(
          "to_date", "expected " + from + " (from_date) or later, found " + to);
    }
    if (ChronoUnit.YEARS.between(from, to) >= MAX_YEARS) {
      throw new InvalidRequestException(
          "to_date", "expected less than " + MAX_YEARS + " years after " + from + ", found " + to);
    }
  }

  @Override
  public void close() {
    ledger.close();
  }

  /** Makes the handler {@code report}. */
  public static final class Provider implements HandlerProvider<ReportRequest> {
    @Override
    public String name() {
      return "report";
    }

    @Override
    public Class<ReportRequest> dataType() {
      return ReportRequest.class;
    }

    @Override
    public EventHandler<ReportRequest> create(HandlerSettings settings) {
      String url = settings.string("jdbc_url");
      ResultFolder results = new ResultFolder(settings.path("output_dir"));
      try {
        return new ReportHandler(PaymentLedger.open(url), results);
      } catch (SQLException e) {
        throw new SettingException("jdbc_url", "cannot open " + url + ": " + e.getMessage());
      }
    }
  }
}
