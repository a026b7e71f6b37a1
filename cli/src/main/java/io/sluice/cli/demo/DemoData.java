package io.sluice.cli.demo;

import io.sluice.schema.avro.examples.PaymentCharge;
import io.sluice.schema.avro.examples.ReportRequest;
import io.sluice.schema.avro.examples.Thumbnail;
import io.sluice.schema.avro.examples.WelcomeEmail;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** Payloads of the four example types. Not thread-safe: it draws from one source of chance. */
final class DemoData {
  static final String EMAIL = "user.welcome_email";
  static final String THUMBNAIL = "image.thumbnail";
  static final String PAYMENT = "payment.charge";
  static final String REPORT = "report.generate";
  static final List<String> TYPES = List.of(EMAIL, THUMBNAIL, PAYMENT, REPORT);

  private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP", "CHF");

  private final Random random;

  DemoData(Random random) {
    this.random = random;
  }

  /** The data and the business key of the event number {@code number}. */
  Payload make(String type, int number) {
    return switch (type) {
      case EMAIL -> email(number);
      case THUMBNAIL -> thumbnail(number);
      case PAYMENT -> payment(number);
      case REPORT -> report(number);
      default -> throw new IllegalArgumentException("no such type in the demo: " + type);
    };
  }

  record Payload(String key, SpecificRecord data) {}

  private Payload email(int number) {
    String user = "usr_" + number;
    return new Payload(
        user,
        WelcomeEmail.newBuilder()
            .setUserId(user)
            .setEmail("user" + number + "@example.com")
            .setName(random.nextBoolean() ? "User " + number : null)
            .build());
  }

  private Payload thumbnail(int number) {
    String image = "img_" + number;
    return new Payload(
        image,
        Thumbnail.newBuilder()
            .setImageId(image)
            .setPath(DemoPictures.name(random.nextInt(DemoPictures.COUNT)))
            .build());
  }

  private Payload payment(int number) {
    String customer = "cus_" + random.nextInt(200);
    return new Payload(
        customer,
        PaymentCharge.newBuilder()
            .setPaymentId("pay_" + number)
            .setCustomerId(customer)
            .setAmountCents(100 + random.nextInt(50_000))
            .setCurrency(CURRENCIES.get(random.nextInt(CURRENCIES.size())))
            .build());
  }

  private Payload report(int number) {
    String report = "rep_" + number;
    return new Payload(
        report,
        ReportRequest.newBuilder()
            .setReportId(report)
            .setTitle("Charges " + number)
            .setFromDate("2026-01-01")
            .setToDate("2026-12-31")
            .build());
  }
}
