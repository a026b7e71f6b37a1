package io.sluice.examples;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was charged, as the payments database tells it. Thread-safe. While one is open, an in-memory
 * database stays.
 */
public final class PaymentLedger implements AutoCloseable {
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE IF NOT EXISTS processed (event_id VARCHAR PRIMARY KEY)",
          // No unique payment_id, which a shop would add: a payment charged twice must show here.
          """
          CREATE TABLE IF NOT EXISTS charge (
            charge_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            event_id VARCHAR NOT NULL,
            payment_id VARCHAR NOT NULL,
            customer_id VARCHAR NOT NULL,
            amount_cents BIGINT NOT NULL,
            currency CHAR(3) NOT NULL,
            charged_on DATE NOT NULL)
          """,
          "CREATE INDEX IF NOT EXISTS charge_by_day ON charge (charged_on, currency)");

  private final ExampleDatabase database;

  PaymentLedger(ExampleDatabase database) {
    this.database = database;
  }

  /**
   * Opens the ledger of a payments database.
   *
   * @param jdbcUrl the handler's {@code jdbc_url}; a file can be open in one process at a time
   */
  public static PaymentLedger open(String jdbcUrl) throws SQLException {
    return new PaymentLedger(openDatabase(jdbcUrl));
  }

  static ExampleDatabase openDatabase(String jdbcUrl) throws SQLException {
    return ExampleDatabase.open(jdbcUrl, TABLES);
  }

  /**
   * The charges of one day (UTC) in one currency.
   *
   * @param amountCents in hundredths of the currency's unit
   */
  public record DayFigures(LocalDate day, String currency, long charges, long amountCents) {}

  /** How many charges were made. */
  public long charges() throws SQLException {
    return count("SELECT COUNT(*) FROM charge");
  }

  /** How many payments were charged more than once; anything but 0 is a fault. */
  public long paymentsChargedTwice() throws SQLException {
    return count(
        "SELECT COUNT(*) FROM"
            + " (SELECT payment_id FROM charge GROUP BY payment_id HAVING COUNT(*) > 1)");
  }

  /** How many charges each event made, by event id; events that made none are absent. */
  public Map<String, Integer> chargesByEvent() throws SQLException {
    return database.query(
        connection -> {
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT event_id, COUNT(*) FROM charge GROUP BY event_id");
              ResultSet rows = select.executeQuery()) {
            Map<String, Integer> charges = new HashMap<>();
            while (rows.next()) {
              charges.put(rows.getString(1), rows.getInt(2));
            }
            return charges;
          }
        });
  }

  /** The figures of each day on which something was charged, in order; both ends inclusive. */
  public List<DayFigures> perDay(LocalDate from, LocalDate to) throws SQLException {
    return database.query(
        connection -> {
          try (PreparedStatement select = selectDays(connection, from, to);
              ResultSet rows = select.executeQuery()) {
            List<DayFigures> days = new ArrayList<>();
            while (rows.next()) {
              days.add(
                  new DayFigures(
                      rows.getDate(1).toLocalDate(),
                      rows.getString(2),
                      rows.getLong(3),
                      rows.getLong(4)));
            }
            return days;
          }
        });
  }

  private static PreparedStatement selectDays(Connection connection, LocalDate from, LocalDate to)
      throws SQLException {
    PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT charged_on, currency, COUNT(*), SUM(amount_cents) FROM charge
            WHERE charged_on BETWEEN ? AND ?
            GROUP BY charged_on, currency ORDER BY charged_on, currency
            """);
    select.setDate(1, Date.valueOf(from));
    select.setDate(2, Date.valueOf(to));
    return select;
  }

  private long count(String sql) throws SQLException {
    return database.query(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql);
              ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @Override
  public void close() {
    database.close();
  }
}
