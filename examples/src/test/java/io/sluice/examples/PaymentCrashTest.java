package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.processor.handler.EventHandler;
import io.sluice.schema.avro.examples.PaymentCharge;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies at the worst moment: just before, and just after, its commit. */
final class PaymentCrashTest {
  private static final int DEAD = 42;

  @TempDir Path folder;

  @Test
  void deathBeforeTheCommit_chargesNothing_andARepeatCharges() throws Exception {
    dieIn("before");
    assertThat(charges()).isZero();

    chargeAgain();
    assertThat(charges()).isEqualTo(1);
  }

  @Test
  void deathRightAfterTheCommit_keepsTheCharge_andARepeatChargesNothing() throws Exception {
    dieIn("after");
    assertThat(charges()).isEqualTo(1);

    chargeAgain();
    assertThat(charges()).isEqualTo(1);
  }

  private void dieIn(String moment) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                DyingProcess.class.getName(),
                moment,
                url())
            .inheritIO()
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(DEAD);
    } finally {
      process.destroyForcibly();
    }
  }

  private void chargeAgain() throws Exception {
    try (EventHandler<PaymentCharge> handler = PaymentCharges.handler(url())) {
      handler.handle(PaymentCharges.of("pay-1", 1999), FakeContext.of("evt-1").attempt(2));
    }
  }

  private long charges() throws Exception {
    try (PaymentLedger ledger = PaymentLedger.open(url())) {
      return ledger.charges();
    }
  }

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("payments");
  }

  /** Halts without closing anything; publishing is the handler's last step before the commit. */
  static final class DyingProcess {
    private DyingProcess() {}

    public static void main(String[] args) throws Exception {
      FakeContext context = FakeContext.of("evt-1");
      if (args[0].equals("before")) {
        context = context.publishingTo(draft -> Runtime.getRuntime().halt(DEAD));
      }
      PaymentCharges.handler(args[1]).handle(PaymentCharges.of("pay-1", 1999), context);
      Runtime.getRuntime().halt(DEAD);
    }
  }
}
