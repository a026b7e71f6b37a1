package io.sluice.processor.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.processor.control.ControlRecord.Mandate;
import io.sluice.schema.RateLimit;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class ControlCodecTest {
  private static final Mandate BY_ALICE = new Mandate("alice@ops-1", 1_790_000_000_000L, "too hot");

  @Property
  void whatIsWritten_isRead(@ForAll("records") ControlRecord record) {
    String key = ControlCodec.key(record);

    assertThat(ControlCodec.isControl(key)).isTrue();
    assertThat(ControlCodec.read(key, ControlCodec.write(record))).isEqualTo(record);
  }

  @Property
  void anyBytes_areReadOrRefused_andNothingElse(@ForAll byte[] value, @ForAll String key) {
    try {
      ControlCodec.read(key, value);
    } catch (ControlFormatException expected) {
      assertThat(expected).hasMessageNotContaining("null");
    }
  }

  @Example
  void contract_isAsWritten() {
    assertThat(said(new ControlRecord.Pause("order.placed", BY_ALICE, null)))
        .isEqualTo(
            "pause/order.placed"
                + " {\"v\":1,\"by\":\"alice@ops-1\",\"at_ms\":1790000000000,\"reason\":\"too hot\"}");
    Mandate silent = new Mandate("host:1:abcd", 5, null);
    assertThat(said(new ControlRecord.Pause("a.#", silent, "1f2e3d4c")))
        .isEqualTo(
            "pause/a.# {\"v\":1,\"by\":\"host:1:abcd\",\"at_ms\":5,\"fingerprint\":\"1f2e3d4c\"}");
    assertThat(said(new ControlRecord.Rate("a", silent, new RateLimit(100, Duration.ofSeconds(1)))))
        .isEqualTo("rate-limit/a {\"v\":1,\"by\":\"host:1:abcd\",\"at_ms\":5,\"limit\":\"100/s\"}");
    assertThat(said(new ControlRecord.Concurrency("a", silent, 4)))
        .isEqualTo("concurrency/a {\"v\":1,\"by\":\"host:1:abcd\",\"at_ms\":5,\"attempts\":4}");
    assertThat(said(new ControlRecord.Cancel("id/1", silent, 9)))
        .isEqualTo("cancel/id/1 {\"v\":1,\"by\":\"host:1:abcd\",\"at_ms\":5,\"until_ms\":9}");
    assertThat(said(new ControlRecord.Breaker("mail", silent, true, 9)))
        .isEqualTo(
            "breaker/mail"
                + " {\"v\":1,\"by\":\"host:1:abcd\",\"at_ms\":5,\"open\":true,\"until_ms\":9}");
  }

  @Example
  void fieldsOfLater_areNoHindrance() {
    assertThat(
            read("pause/a", "{\"v\":1,\"by\":\"x\",\"at_ms\":1,\"until\":\"tomorrow\"}").subject())
        .isEqualTo("a");
  }

  @Example
  void whatIsNotOurs_isToldApart() {
    assertThat(ControlCodec.isControl("source-partitions")).isFalse();
    assertThat(ControlCodec.isControl("pause/")).isFalse();
    assertThat(ControlCodec.isControl("halt/a")).isFalse();
    assertRefused("pause/a", "no JSON", "pause/a");
    assertRefused("pause/a", "[]", "field v is not a whole number");
    assertRefused("pause/a", "{\"v\":2,\"by\":\"x\",\"at_ms\":1}", "version 2");
    assertRefused("pause/a", "{\"v\":1,\"at_ms\":1}", "field by is not a text");
    assertRefused(
        "rate-limit/a", "{\"v\":1,\"by\":\"x\",\"at_ms\":1,\"limit\":\"-1/s\"}", "no rate");
    assertRefused(
        "concurrency/a", "{\"v\":1,\"by\":\"x\",\"at_ms\":1,\"attempts\":0}", "at least 1");
    assertRefused(
        "breaker/a",
        "{\"v\":1,\"by\":\"x\",\"at_ms\":1,\"open\":\"yes\",\"until_ms\":1}",
        "true or false");
  }

  @Example
  void book_holdsTheLatestOfEachSubject_untilItIsTakenBack() {
    ControlBook book = new ControlBook();
    ControlRecord pause = new ControlRecord.Pause("a", BY_ALICE, null);
    String key = ControlCodec.key(pause);

    assertThat(book.add("source-partitions", new byte[] {1})).isFalse();
    assertThat(book.add(key, ControlCodec.write(pause))).isTrue();
    assertThat(book.add(key, ControlCodec.write(pause))).isFalse();
    assertThatThrownBy(() -> book.add(key, new byte[] {1}))
        .isInstanceOf(ControlFormatException.class);
    assertThat(book.state().paused()).containsOnlyKeys("a");
    assertThat(book.add(key, null)).isTrue();
    assertThat(book.add(key, null)).isFalse();
    assertThat(book.state()).isEqualTo(ControlState.nothing());
  }

  @Example
  void book_forgetsCancellationsAtTheirTime() {
    ControlBook book = new ControlBook();
    ControlRecord.Cancel soon = new ControlRecord.Cancel("soon", BY_ALICE, 100);
    ControlRecord.Cancel late = new ControlRecord.Cancel("late", BY_ALICE, 200);
    book.add(ControlCodec.key(soon), ControlCodec.write(soon));
    book.add(ControlCodec.key(late), ControlCodec.write(late));

    assertThat(book.dropExpired(99)).isEmpty();
    assertThat(book.dropExpired(100)).containsExactly(soon);
    assertThat(book.state().cancelled()).containsOnlyKeys("late");
  }

  @Provide
  Arbitrary<ControlRecord> records() {
    Arbitrary<String> subjects = Arbitraries.strings().ofMinLength(1);
    Arbitrary<Long> times = Arbitraries.longs();
    Arbitrary<Mandate> mandates =
        Combinators.combine(Arbitraries.strings(), times, Arbitraries.strings().injectNull(0.3))
            .as(Mandate::new);
    Arbitrary<Integer> counts = Arbitraries.integers().between(1, 999_999_999);
    Arbitrary<Duration> units =
        Arbitraries.of(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1));
    return Arbitraries.oneOf(
        Combinators.combine(subjects, mandates, Arbitraries.strings().injectNull(0.5))
            .as(ControlRecord.Pause::new),
        Combinators.combine(subjects, mandates, counts, units)
            .as((on, by, count, per) -> new ControlRecord.Rate(on, by, new RateLimit(count, per))),
        Combinators.combine(subjects, mandates, counts).as(ControlRecord.Concurrency::new),
        Combinators.combine(subjects, mandates, times).as(ControlRecord.Cancel::new),
        Combinators.combine(subjects, mandates, Arbitraries.of(true, false), times)
            .as(ControlRecord.Breaker::new));
  }

  private static String said(ControlRecord record) {
    return ControlCodec.key(record) + " " + new String(ControlCodec.write(record), UTF_8);
  }

  private static ControlRecord read(String key, String value) {
    return ControlCodec.read(key, value.getBytes(UTF_8));
  }

  private static void assertRefused(String key, String value, String why) {
    assertThatThrownBy(() -> read(key, value))
        .isInstanceOf(ControlFormatException.class)
        .hasMessageContaining(why);
  }
}
