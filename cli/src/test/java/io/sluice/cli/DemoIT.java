package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class DemoIT {

  @Test
  void demo_addsUp() throws Exception {
    CommandRun run = CommandRun.of("demo", "--events", "200", "--seed", "7", "--json");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    JsonNode ledger = new ObjectMapper().readTree(run.out());
    assertThat(ledger.get("ok").asBoolean()).isTrue();
    assertThat(ledger.get("published").asInt()).isEqualTo(200);
    assertThat(ledger.get("duplicates").asInt()).isEqualTo(10);
    assertThat(ledger.get("undecodable").asInt()).isEqualTo(1);
    assertThat(ledger.get("dead").asInt()).isEqualTo(2);
    assertThat(ledger.get("replayed").asInt()).isEqualTo(3);
    assertThat(ledger.get("lost").asInt()).isZero();
    assertThat(ledger.get("effects_twice").asInt()).isZero();
  }
}
