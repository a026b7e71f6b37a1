package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.replay.LetterStats;
import io.sluice.replay.letter.DeadLetterDialect;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventCodec;
import io.sluice.schema.LastError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StatsTextTest {
  private static final Instant SIX = Instant.parse("2026-11-25T18:00:00Z");
  private static final LetterContents CONTENTS =
      new LetterContents(EventCodec.create(Map.of("schema.registry.url", "mock://stats-text")));

  private final LetterStats stats = new LetterStats();
  private int offset;

  @Test
  void tableChartAndNextStep_asAPersonSeesThem() {
    for (int i = 0; i < 1_200; i++) {
      mailLetter(i, 600 + 2 * i);
    }
    for (int i = 0; i < 40; i++) {
      chargeLetter(i, 60 * i);
    }
    letter("shop.dlq", "undecodable", null, "byte 0 is 0x7b, not the magic byte 0", null, 1_801);

    assertThat(text(false, 20))
        .isEqualTo(
            """
            1,241 dead letters, 3 causes; times are UTC

            FINGERPRINT  LETTERS  SHARE   FIRST             LAST              TYPE                ERROR                    AT                                EXAMPLE
            ffb0024f       1,200   96.7%  2026-11-25 18:10  2026-11-25 18:49  user.welcome_email  MailNotSentException     Mail.lambda$send$0(Mail.java:12)  e0
                         mail server <host> refused <email>
            a157f475          40    3.2%  2026-11-25 18:00  2026-11-25 18:39  order.paid          IllegalStateException    Charge.run(Charge.java:7)         e1200
                         no rate for <text> (<n>)
            e80ad258           1    0.1%  2026-11-25 18:30  2026-11-25 18:30  -                   MalformedEventException  -                                 e1240
                         byte <n> is <n>, not the magic byte <n>

            when they died, 5 minutes a row
            2026-11-25 18:00  █ 5
            2026-11-25 18:05  █ 5
            2026-11-25 18:10  ████████████████████████████████████████ 155
            2026-11-25 18:15  ████████████████████████████████████████ 155
            2026-11-25 18:20  ████████████████████████████████████████ 155
            2026-11-25 18:25  ████████████████████████████████████████ 155
            2026-11-25 18:30  ████████████████████████████████████████ 156
            2026-11-25 18:35  ████████████████████████████████████████ 155
            2026-11-25 18:40  ██████████████████████████████████████ 150
            2026-11-25 18:45  ██████████████████████████████████████ 150

            next: sluice dlq list --pipeline shop --fingerprint ffb0024f
                  sluice dlq replay --pipeline shop --fingerprint ffb0024f --dry-run
            """);
  }

  @Test
  void chart_ofDays_inAscii_showsASingleLetterToo() {
    for (int i = 0; i < 1_000; i++) {
      letter("shop.dlq", "expired", "t", "no", null, 5);
    }
    letter("shop.dlq", "expired", "t", "no", null, 20 * 24 * 60 * 60);
    StringWriter text = new StringWriter();
    new TimeChart(stats.timeline(), false).print(new PrintWriter(text));

    assertThat(text.toString())
        .startsWith("when they died, 1 day a row\n2026-11-25  " + "#".repeat(40) + " 1,000\n")
        .contains("\n2026-11-26\n")
        .endsWith("\n2026-12-15  # 1\n");
  }

  @Test
  void moreCausesThanAreShown_areTold() {
    for (int i = 0; i < 5; i++) {
      letter("shop.dlq", "attempts_exhausted", "t" + i, "no", null, i);
    }

    assertThat(text(false, 2)).contains("5 causes").contains("and 3 more causes; --top N shows");
  }

  @Test
  void topics_areNamedWhereThereAreSeveral_andThoseThatWaitWhereAsked() {
    letter("shop.dlq", "attempts_exhausted", "t", "no", null, 1);
    assertThat(text(false, 20)).doesNotContain("TOPIC").doesNotContain("WAITING");

    letter("orders.DLT", "attempts_exhausted", "t", "no", null, 1);
    assertThat(text(true, 20)).contains("TOPIC").contains("orders.DLT").contains("WAITING");
  }

  @Test
  void controlCharactersOfARecord_areNotPrinted() {
    letter("shop.dlq", "attempts_exhausted", "t\u001b[31m", "\u001b[2J", null, 1);

    assertThat(text(false, 20)).doesNotContain("\u001b");
  }

  private void mailLetter(int i, int second) {
    letter(
        "shop.dlq",
        "attempts_exhausted",
        "user.welcome_email",
        "mail server mx" + i + ".example.com:25 refused u" + i + "@example.com",
        new LastError(
            "com.shop.MailNotSentException",
            null,
            "x\n\tat com.shop.Mail.lambda$send$" + i + "(Mail.java:12)\n"),
        second);
  }

  private void chargeLetter(int i, int second) {
    letter(
        "shop.dlq",
        "attempts_exhausted",
        "order.paid",
        "no rate for 'EUR" + i + "' (" + i + ")",
        new LastError(
            "java.lang.IllegalStateException", null, "x\n\tat com.shop.Charge.run(Charge.java:7)"),
        second);
  }

  private void letter(
      String topic,
      String reason,
      @Nullable String type,
      String message,
      @Nullable LastError error,
      int second) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(topic, 0, offset, "k".getBytes(UTF_8), new byte[] {1});
    LastError told =
        error == null
            ? new LastError("io.sluice.schema.MalformedEventException", message, null)
            : new LastError(error.className(), message, error.stackTrace());
    DeliveryHeaders.writeDeadLetter(
        record.headers(),
        DeliveryState.fresh().withLastError(told),
        new DeadLetterInfo(
            "shop", reason, "e" + offset, type, SIX.plusSeconds(second).toEpochMilli()));
    offset++;
    stats.add(new OpenLetter(DeadLetterDialect.read(record), CONTENTS), false);
  }

  private String text(boolean withHandled, int most) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new StatsText(stats, withHandled, Integer.MAX_VALUE).print(out, most);
    out.println();
    new TimeChart(stats.timeline(), true).print(out);
    StatsText.printNext(stats, out);
    return text.toString();
  }
}
