package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.processor.handler.SettingException;
import io.sluice.schema.EventDraft;
import io.sluice.schema.avro.examples.PaymentCharge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PaymentChargeHandlerTest {
  @TempDir Path folder;
  private String url = "";
  private EventHandler<PaymentCharge> handler = (data, context) -> {};

  @BeforeEach
  void openHandler() {
    url = "jdbc:h2:file:" + folder.resolve("payments");
    handler = PaymentCharges.handler(url);
  }

  @AfterEach
  void closeHandler() throws Exception {
    handler.close();
  }

  @Test
  void charge_isMade_andTold() throws Exception {
    List<EventDraft> published = new ArrayList<>();

    handler.handle(
        PaymentCharges.of("pay-1", 1999), FakeContext.of("evt-1").publishingTo(published::add));

    assertThat(charges()).isEqualTo(1);
    assertThat(published).hasSize(1);
    EventDraft told = published.get(0);
    assertThat(told.type()).isEqualTo("payment.charged");
    assertThat(told.data())
        .isEqualTo(
            Map.of(
                "payment_id", "pay-1",
                "customer_id", "cus-1",
                "amount_cents", 1999L,
                "currency", "EUR"));
  }

  @Test
  void secondDelivery_chargesNothing_andTellsAgain() throws Exception {
    List<EventDraft> published = new ArrayList<>();
    FakeContext context = FakeContext.of("evt-1").publishingTo(published::add);

    handler.handle(PaymentCharges.of("pay-1", 1999), context);
    handler.handle(PaymentCharges.of("pay-1", 1999), context.attempt(2));

    assertThat(charges()).isEqualTo(1);
    assertThat(published).hasSize(2);
  }

  @Test
  void secondDelivery_afterARestart_chargesNothing() throws Exception {
    handler.handle(PaymentCharges.of("pay-1", 1999), FakeContext.of("evt-1"));
    handler.close();
    handler = PaymentCharges.handler(url);

    handler.handle(PaymentCharges.of("pay-1", 1999), FakeContext.of("evt-1"));

    assertThat(charges()).isEqualTo(1);
  }

  @Test
  void deliveriesAtTheSameTime_chargeOnce() throws Exception {
    int deliveries = 8;
    ExecutorService threads = Executors.newFixedThreadPool(deliveries);
    try {
      for (int payment = 0; payment < 20; payment++) {
        deliverAtOnce(threads, deliveries, payment);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(charges()).isEqualTo(20);
    try (PaymentLedger ledger = PaymentLedger.open(url)) {
      assertThat(ledger.paymentsChargedTwice()).isZero();
    }
  }

  @Test
  void failureBeforeTheCommit_chargesNothing_andTheNextAttemptCharges() throws Exception {
    FakeContext failing =
        FakeContext.of("evt-1")
            .publishingTo(
                draft -> {
                  throw new IllegalStateException("cannot publish");
                });
    assertThatThrownBy(() -> handler.handle(PaymentCharges.of("pay-1", 1999), failing))
        .isInstanceOf(IllegalStateException.class);
    assertThat(charges()).isZero();

    handler.handle(PaymentCharges.of("pay-1", 1999), FakeContext.of("evt-1").attempt(2));
    assertThat(charges()).isEqualTo(1);
  }

  @Test
  void ledger_showsAPaymentThatTwoEventsCharged() throws Exception {
    handler.handle(PaymentCharges.of("pay-1", 1999), FakeContext.of("evt-1"));
    handler.handle(PaymentCharges.of("pay-1", 1999), FakeContext.of("evt-2"));
    handler.handle(PaymentCharges.of("pay-2", 1999), FakeContext.of("evt-3"));

    try (PaymentLedger ledger = PaymentLedger.open(url)) {
      assertThat(ledger.charges()).isEqualTo(3);
      assertThat(ledger.paymentsChargedTwice()).isEqualTo(1);
      assertThat(ledger.chargesByEvent())
          .containsOnly(entry("evt-1", 1), entry("evt-2", 1), entry("evt-3", 1));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, EUR, amount_cents", "-5, EUR, amount_cents", "100, euro, currency"})
  void amountOrCurrencyThatCannotBe_isRefused(long cents, String currency, String field) {
    PaymentCharge data = PaymentCharges.of("pay-1", cents);
    data.setCurrency(currency);

    assertThatThrownBy(() -> handler.handle(data, FakeContext.of("evt-1")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith(field + ": expected ");
  }

  @Test
  void badJdbcUrl_isToldWhenTheHandlerIsMade() {
    assertThatThrownBy(
            () ->
                new PaymentChargeHandler.Provider()
                    .create(HandlerSettings.of(Map.of("jdbc_url", "jdbc:h2:file:relative"))))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("jdbc_url: cannot open jdbc:h2:file:relative: ");
  }

  private void deliverAtOnce(ExecutorService threads, int deliveries, int payment)
      throws Exception {
    CyclicBarrier together = new CyclicBarrier(deliveries);
    List<Future<?>> running = new ArrayList<>();
    for (int delivery = 0; delivery < deliveries; delivery++) {
      running.add(
          threads.submit(
              () -> {
                together.await();
                handler.handle(
                    PaymentCharges.of("pay-" + payment, 100), FakeContext.of("evt-" + payment));
                return true;
              }));
    }
    for (Future<?> each : running) {
      each.get(30, TimeUnit.SECONDS);
    }
  }

  private long charges() throws Exception {
    try (PaymentLedger ledger = PaymentLedger.open(url)) {
      return ledger.charges();
    }
  }
}
