package io.sluice.examples;

import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.processor.handler.SettingException;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.examples.PaymentCharge;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;

/**
 * Charges a payment once, however often its event is delivered: the charge and the mark "this event
 * is done" are rows of one database and commit in one transaction (the inbox pattern). Then tells
 * others by an event {@code payment.charged}.
 *
 * <p>Settings: {@code jdbc_url} of an H2 database, file or memory. Thread-safe.
 */
public final class PaymentChargeHandler implements EventHandler<PaymentCharge> {
  private final ExampleDatabase database;
  private final Clock clock;

  PaymentChargeHandler(ExampleDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Charges one payment.
   *
   * @throws InvalidRequestException when the amount or the currency cannot be charged
   * @throws SQLException when the database fails; nothing is charged then
   */
  @Override
  public void handle(PaymentCharge data, EventContext context) throws Exception {
    requireChargeable(data);
    database.inTransaction(
        connection -> {
          boolean firstTime =
              ExampleDatabase.mark(connection, "processed", context.idempotencyKey());
          if (firstTime) {
            insertCharge(connection, data, context.idempotencyKey());
          }
          // On a repeat too: what the first delivery published is gone if the process died between
          // this database's commit and Kafka's.
          context.publish(charged(data, context));
          return firstTime;
        });
    // For the next step of a workflow, and for whoever asks what came of it.
    context.result(
        Map.of("payment_id", data.getPaymentId(), "amount_cents", data.getAmountCents()));
  }

  private void insertCharge(Connection connection, PaymentCharge data, String eventId)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO charge
              (event_id, payment_id, customer_id, amount_cents, currency, charged_on)
            VALUES (?, ?, ?, ?, ?, ?)
            """)) {
      insert.setString(1, eventId);
      insert.setString(2, data.getPaymentId());
      insert.setString(3, data.getCustomerId());
      insert.setLong(4, data.getAmountCents());
      insert.setString(5, data.getCurrency());
      insert.setDate(6, java.sql.Date.valueOf(LocalDate.now(clock)));
      insert.executeUpdate();
    }
  }

  /** The follow-up's id is made from this event's, so that a second one is dropped downstream. */
  private static EventDraft charged(PaymentCharge data, EventContext context) {
    return EventDraft.of(
            "payment.charged",
            Map.of(
                "payment_id", data.getPaymentId(),
                "customer_id", data.getCustomerId(),
                "amount_cents", data.getAmountCents(),
                "currency", data.getCurrency()))
        .id(context.idempotencyKey() + ".charged")
        .key(data.getPaymentId());
  }

  private static void requireChargeable(PaymentCharge data) throws InvalidRequestException {
    if (data.getAmountCents() <= 0) {
      throw new InvalidRequestException(
          "amount_cents", "expected more than 0, found " + data.getAmountCents());
    }
    try {
      Currency.getInstance(data.getCurrency());
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(
          "currency", "expected an ISO 4217 code, found \"" + data.getCurrency() + "\"");
    }
  }

  @Override
  public void close() {
    database.close();
  }

  /** Makes the handler {@code payment_charge}. */
  public static final class Provider implements HandlerProvider<PaymentCharge> {
    @Override
    public String name() {
      return "payment_charge";
    }

    @Override
    public Class<PaymentCharge> dataType() {
      return PaymentCharge.class;
    }

    @Override
    public EventHandler<PaymentCharge> create(HandlerSettings settings) {
      String url = settings.string("jdbc_url");
      try {
        return new PaymentChargeHandler(PaymentLedger.openDatabase(url), Clock.systemUTC());
      } catch (SQLException e) {
        throw new SettingException("jdbc_url", "cannot open " + url + ": " + e.getMessage());
      }
    }
  }
}
