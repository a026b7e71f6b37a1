package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.processor.parked.Blocked;
import io.sluice.processor.parked.ParkedLine;
import io.sluice.schema.Origin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParkedTableTest {
  private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");

  private final ParkedTable table = new ParkedTable(NOW);

  @Test
  void rows_areTheDeepestFirstThenTheOldest() {
    add("shop", "usr_1", 2, Duration.ofMinutes(5));
    add("shop", "usr_2", 7, Duration.ofSeconds(3));
    add("shop", "usr_3", 2, Duration.ofHours(4));

    assertThat(lines(Long.MAX_VALUE))
        .containsExactly(
            "KEY | DEPTH | AGE | STATE | HEAD | TYPE | PARTITION",
            "usr_2 | 7 | 3s | held | head-usr_2 | job.run | 1",
            "usr_3 | 2 | 4h | held | head-usr_3 | job.run | 1",
            "usr_1 | 2 | 5m | held | head-usr_1 | job.run | 1");
    assertThat(lines(1)).hasSize(2).last().asString().startsWith("usr_2");
  }

  @Test
  void severalPipelines_areTold() {
    add("shop", "usr_1", 2, Duration.ofMinutes(5));
    add("billing", "usr_1", 3, Duration.ofMinutes(5));

    assertThat(lines(Long.MAX_VALUE))
        .containsExactly(
            "PIPELINE | KEY | DEPTH | AGE | STATE | HEAD | TYPE | PARTITION",
            "billing | usr_1 | 3 | 5m | held | head-usr_1 | job.run | 1",
            "shop | usr_1 | 2 | 5m | held | head-usr_1 | job.run | 1");
  }

  @Test
  void unprintableKey_isHexAndUnreadableHeadHasNoType() {
    Origin origin = new Origin("shop.events", 1, 17, 0);
    Blocked head =
        new Blocked("shop.events/1/17", "", origin, NOW.toEpochMilli(), Blocked.State.WAITING);
    table.add("shop", new ParkedLine(1, new byte[] {0, 27}, head, 0));

    assertThat(lines(9)).last().isEqualTo("hex:001b | 0 | 0s | waiting | shop.events/1/17 | - | 1");
  }

  @Test
  void json_tellsTheSame() {
    add("shop", "usr_1", 2, Duration.ofSeconds(90));

    ObjectNode json = table.toJson(9).get(0);
    assertThat(json.get("key").asText()).isEqualTo("usr_1");
    assertThat(json.get("depth").asLong()).isEqualTo(2);
    assertThat(json.get("age_ms").asLong()).isEqualTo(90_000);
    assertThat(json.get("since").asText()).isEqualTo("2026-11-24T17:58:30Z");
    assertThat(json.at("/head/id").asText()).isEqualTo("head-usr_1");
    assertThat(json.at("/head/offset").asLong()).isEqualTo(17);
  }

  private void add(String pipeline, String key, long depth, Duration age) {
    Blocked head =
        new Blocked(
            "head-" + key,
            "job.run",
            new Origin("shop.events", 1, 17, 0),
            NOW.minus(age).toEpochMilli(),
            Blocked.State.HELD);
    table.add(pipeline, new ParkedLine(1, key.getBytes(UTF_8), head, depth));
  }

  private List<String> lines(long most) {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text), most);
    return text.toString().lines().map(line -> line.replaceAll(" {2,}", " | ")).toList();
  }
}
