package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.replay.letter.DeadLetterDialect;
import io.sluice.replay.letter.LetterContents;
import io.sluice.replay.letter.OpenLetter;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventCodec;
import io.sluice.schema.InMemorySchemaRegistry;
import io.sluice.schema.Origin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Order and pages of a listing. */
final class LetterListingTest {
  private static final Instant DEAD_AT = Instant.parse("2026-11-24T18:00:00Z");
  private static final EventCodec CODEC = EventCodec.create(Map.of(), new InMemorySchemaRegistry());

  private final List<OpenLetter> letters = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "age, c b a d",
    "-age, d a b c",
    "type, b a c d",
    "-type, c a b d",
    "attempts, d a b c",
    "'attempts,-id', d b a c",
    "id, a b c d",
    "-place, d c b a",
    "SIZE, d a b c"
  })
  void sort_isByOneField_thenTheNext_thenThePlace(String sort, String ids) throws Exception {
    add("a", "t2", 1, 20, 0);
    add("b", "t1", 1, 30, 1);
    add("c", "t3", 2, 40, 2);
    add("d", null, 0, 10, 3);
    assertThat(String.join(" ", ids(LetterSort.parse(sort), new LetterPaging(100, null))))
        .isEqualTo(ids);
  }

  @Test
  void pages_inWhateverOrderLettersAreRead_holdEachOnce() throws Exception {
    for (int i : new int[] {3, 0, 4, 1, 2}) {
      add("e" + i, "t", 1, i, i);
    }
    List<String> paged = new ArrayList<>();
    for (long page = 1; page <= 3; page++) {
      paged.addAll(ids(null, new LetterPaging(2, page)));
    }
    assertThat(paged).containsExactly("e0", "e1", "e2", "e3", "e4");
    assertThat(ids(null, new LetterPaging(2, 4L))).isEmpty();
    assertThat(ids(null, new LetterPaging(2, null))).containsExactly("e3", "e0");
  }

  @Test
  void table_tellsWhichPageItIs() {
    for (int i = 0; i < 5; i++) {
      add("e" + i, "t", 1, i, i);
    }
    assertThat(table(new LetterPaging(2, null)))
        .contains("FINGERPRINT")
        .contains("e0", "e1")
        .doesNotContain("e2")
        .endsWith(
            System.lineSeparator()
                + "1 to 2 of 5; --page 2 shows the next"
                + System.lineSeparator());
    assertThat(table(new LetterPaging(2, 3L))).contains("e4").contains("5 to 5 of 5\n");
    assertThat(table(new LetterPaging(2, 9L)))
        .isEqualToIgnoringNewLines("page 9 is empty; the last of 5 is page 3");
    assertThat(table(new LetterPaging(5, null))).contains("e4").doesNotContain(" of 5");
  }

  @Test
  void footer_writesLargeNumbersWithCommas() {
    assertThat(new LetterPaging(100, 2L).footer(23_000))
        .isEqualTo("101 to 200 of 23,000; --page 3 shows the next");
  }

  @Test
  void wrongOptions_areNamed() {
    assertThatThrownBy(() -> LetterSort.parse("age,-colour"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("--sort")
        .hasMessageContaining("\"colour\"")
        .hasMessageContaining("fingerprint");
    assertThatThrownBy(() -> LetterPaging.of(null, 0L, false))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("--page");
    assertThatThrownBy(() -> LetterPaging.of(0L, null, false)).hasMessageContaining("--limit");
  }

  @Test
  void limit_is100OfATable_andNoneOfJson() {
    assertThat(LetterPaging.of(null, null, false).end()).isEqualTo(100);
    assertThat(LetterPaging.of(null, null, true).end()).isEqualTo(Long.MAX_VALUE);
    assertThat(LetterPaging.of(null, 2L, true).end()).isEqualTo(200);
    assertThat(new LetterPaging(Long.MAX_VALUE, 3L).end()).isEqualTo(Long.MAX_VALUE);
  }

  private List<String> ids(@Nullable LetterSort sort, LetterPaging paging) throws Exception {
    StringWriter out = new StringWriter();
    listing(sort, paging, out).printJson();
    List<String> ids = new ArrayList<>();
    for (JsonNode letter : new ObjectMapper().readTree(out.toString())) {
      assertThat(letter.get("fingerprint").asText()).isNotBlank();
      ids.add(letter.get("id").asText());
    }
    return ids;
  }

  private String table(LetterPaging paging) {
    StringWriter out = new StringWriter();
    listing(null, paging, out).printTable(false, false, DEAD_AT, Integer.MAX_VALUE);
    return out.toString();
  }

  private LetterListing listing(@Nullable LetterSort sort, LetterPaging paging, StringWriter out) {
    return new LetterListing(
        visitor -> {
          boolean more = true;
          for (OpenLetter letter : letters) {
            more = more && visitor.visit(letter, "waiting");
          }
        },
        sort,
        paging,
        new PrintWriter(out));
  }

  private void add(String id, @Nullable String type, int attempts, int seconds, long offset) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("shop.dlq", 0, offset, null, "v".repeat(seconds).getBytes(UTF_8));
    DeliveryHeaders.writeDeadLetter(
        record.headers(),
        DeliveryState.fresh().withAttempt(attempts).withOrigin(new Origin("shop.events", 0, 1, 1)),
        new DeadLetterInfo(
            "shop", "attempts_exhausted", id, type, DEAD_AT.plusSeconds(seconds).toEpochMilli()));
    letters.add(new OpenLetter(DeadLetterDialect.read(record), new LetterContents(CODEC)));
  }
}
