package io.sluice.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeliveryHeadersTest {

  private static final Origin ORIGIN = new Origin("shop.events", 2, 41, 1_764_000_000_000L);
  private static final LastError ERROR = new LastError("java.io.IOException", "größer", "at …");

  @Property
  void read_gives_back_what_write_wrote(@ForAll("states") DeliveryState state) {
    Headers headers = new RecordHeaders();
    DeliveryHeaders.write(headers, state);
    assertThat(DeliveryHeaders.read(headers)).isEqualTo(state);
  }

  @Test
  void headers_without_ours_are_a_fresh_event() {
    assertThat(DeliveryHeaders.read(new RecordHeaders())).isEqualTo(DeliveryState.fresh());
  }

  @Test
  void write_replaces_ours_and_keeps_the_users() {
    Headers headers = new RecordHeaders();
    headers.add("trace", "1".getBytes(UTF_8)).add("trace", "2".getBytes(UTF_8));
    DeliveryHeaders.write(headers, DeliveryState.fresh().withAttempt(3).withLastError(ERROR));
    headers.add(DeliveryHeaders.REPLAYED_BY, "me".getBytes(UTF_8));

    DeliveryHeaders.write(headers, DeliveryState.fresh());

    assertThat(Arrays.stream(headers.toArray()).map(Header::key))
        .containsExactly("trace", "trace", DeliveryHeaders.ATTEMPT);
  }

  @Test
  void a_number_that_is_none_counts_as_absent() {
    Headers headers = new RecordHeaders();
    headers.add(DeliveryHeaders.ATTEMPT, "many".getBytes(UTF_8));
    headers.add(DeliveryHeaders.REPLAY_COUNT, "-4".getBytes(UTF_8));
    headers.add(DeliveryHeaders.DUE_AT, null);

    assertThat(DeliveryHeaders.read(headers)).isEqualTo(DeliveryState.fresh());
  }

  @Test
  void a_dead_letter_also_speaks_kafka_streams_words() {
    Headers headers = new RecordHeaders();
    headers.add("__streams.errors.topic", "an older one".getBytes(UTF_8));

    DeliveryHeaders.writeDeadLetter(
        headers,
        DeliveryState.fresh().withAttempt(5).withOrigin(ORIGIN).withLastError(ERROR),
        new DeadLetterInfo("shop", "attempts_exhausted", "id-1", "user.created", 1_000));

    assertThat(DeliveryHeaders.text(headers, "sluice-reason")).isEqualTo("attempts_exhausted");
    assertThat(DeliveryHeaders.text(headers, "sluice-pipeline")).isEqualTo("shop");
    assertThat(DeliveryHeaders.text(headers, "sluice-dead-at")).isEqualTo("1000");
    assertThat(DeliveryHeaders.text(headers, "__streams.errors.exception"))
        .isEqualTo("java.io.IOException");
    assertThat(DeliveryHeaders.text(headers, "__streams.errors.message")).isEqualTo("größer");
    assertThat(headers.headers("__streams.errors.topic")).hasSize(1);
    assertThat(DeliveryHeaders.text(headers, "__streams.errors.partition")).isEqualTo("2");
    assertThat(DeliveryHeaders.text(headers, "__streams.errors.offset")).isEqualTo("41");
    assertThat(DeliveryHeaders.read(headers).attempt()).isEqualTo(5);
  }

  @Test
  void a_dead_letter_tells_its_handler_and_the_width_of_its_origin() {
    Headers headers = new RecordHeaders();
    DeadLetterInfo info =
        new DeadLetterInfo("shop", "undecodable", "id-1", "user.created", 1_000, "user.#", 6);

    DeliveryHeaders.writeDeadLetter(headers, DeliveryState.fresh().withOrigin(ORIGIN), info);

    assertThat(DeliveryHeaders.text(headers, "sluice-handler")).isEqualTo("user.#");
    assertThat(DeliveryHeaders.text(headers, "sluice-origin-partitions")).isEqualTo("6");
    assertThat(DeliveryHeaders.readDeadLetter(headers)).isEqualTo(info);
  }

  @Test
  void what_a_dead_letter_does_not_know_is_left_out() {
    Headers headers = new RecordHeaders();
    DeadLetterInfo info = new DeadLetterInfo("shop", "unhandled", null, null, 1_000);

    DeliveryHeaders.writeDeadLetter(headers, DeliveryState.fresh(), info);

    assertThat(headers.lastHeader(DeliveryHeaders.HANDLER)).isNull();
    assertThat(headers.lastHeader(DeliveryHeaders.ORIGIN_PARTITIONS)).isNull();
    assertThat(DeliveryHeaders.readDeadLetter(headers)).isEqualTo(info);
  }

  @Test
  void headers_of_others_are_no_dead_letter_and_bad_widths_no_width() {
    Headers headers = new RecordHeaders();
    assertThat(DeliveryHeaders.readDeadLetter(headers)).isNull();
    for (String bad : new String[] {"0", "-1", "six", "99999999999"}) {
      headers.add(DeliveryHeaders.ORIGIN_PARTITIONS, bad.getBytes(UTF_8));
      assertThat(DeliveryHeaders.originPartitions(headers)).as(bad).isNull();
    }
  }

  @Test
  void five_failures_leave_the_first_origin_and_the_last_error_once_each() {
    Headers headers = new RecordHeaders();
    for (int attempt = 1; attempt <= 5; attempt++) {
      DeliveryState before = DeliveryHeaders.read(headers);
      DeliveryHeaders.write(
          headers,
          before
              .withAttempt(attempt)
              .withOrigin(before.origin() == null ? ORIGIN : before.origin())
              .withFirstAttemptAt(1_000L)
              .withDueAt(2_000L * attempt)
              .withLastError(LastError.of(new IllegalStateException("failure " + attempt))));
    }

    DeliveryState state = DeliveryHeaders.read(headers);
    assertThat(state.origin()).isEqualTo(ORIGIN);
    assertThat(state.attempt()).isEqualTo(5);
    assertThat(state.lastError().message()).isEqualTo("failure 5");
    assertThat(Arrays.stream(headers.toArray()).map(Header::key)).doesNotHaveDuplicates();
  }

  @Provide
  Arbitrary<DeliveryState> states() {
    Arbitrary<Long> times = Arbitraries.longs().greaterOrEqual(0);
    return Combinators.combine(
            Arbitraries.integers().greaterOrEqual(0),
            times.injectNull(0.3),
            Arbitraries.of(ORIGIN).injectNull(0.3),
            times.injectNull(0.3),
            Arbitraries.of(ERROR, new LastError("E", null, null)).injectNull(0.3),
            Arbitraries.integers().greaterOrEqual(0))
        .as(DeliveryState::new);
  }
}
