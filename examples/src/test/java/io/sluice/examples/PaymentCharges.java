package io.sluice.examples;

import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.schema.avro.examples.PaymentCharge;
import java.util.Map;

/** Charges to test with, and the handler for them. */
final class PaymentCharges {
  private PaymentCharges() {}

  static PaymentCharge of(String paymentId, long amountCents) {
    return PaymentCharge.newBuilder()
        .setPaymentId(paymentId)
        .setCustomerId("cus-1")
        .setAmountCents(amountCents)
        .setCurrency("EUR")
        .build();
  }

  static EventHandler<PaymentCharge> handler(String jdbcUrl) {
    return new PaymentChargeHandler.Provider()
        .create(HandlerSettings.of(Map.of("jdbc_url", jdbcUrl)));
  }
}
