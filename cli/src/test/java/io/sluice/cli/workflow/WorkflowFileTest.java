package io.sluice.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.config.ConfigException;
import io.sluice.schema.Chain;
import io.sluice.schema.Group;
import io.sluice.schema.JoinPolicy;
import io.sluice.schema.Step;
import io.sluice.schema.WorkflowPart;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowFileTest {
  private static final String NAME = "workflow.yaml";

  @Test
  void everyKindOfPart_isRead() {
    WorkflowFile file =
        WorkflowFile.parse(
            NAME,
            """
            pipeline: shop
            id: thumbnails-42
            workflow:
              chain:
                - {type: image.fetch, key: u1, data: {url: "http://x", n: 1, zip: 01234, big: 1.10}}
                - chord:
                    group:
                      - {type: image.thumbnail, data: {size: 64}}
                      - use: big
                      - group: []
                    policy: 2 of 3
                    deadline: 10m
                    callback: {type: image.done, immutable: true}
            define:
              big: {chain: [{type: image.thumbnail, data: {size: 1024}, delay: 5s, expires: 1h}]}
            on_failure: {type: ops.alert, data: {team: web}}
            """);

    assertThat(file.pipeline()).isEqualTo("shop");
    assertThat(file.workflow().givenId()).contains("thumbnails-42");
    assertThat(file.workflow().steps()).isEqualTo(5);
    List<WorkflowPart> top = file.workflow().root().parts();
    assertThat((JsonNode) ((Step) top.get(0)).draft().data())
        .hasToString("{\"url\":\"http://x\",\"n\":1,\"zip\":\"01234\",\"big\":1.10}");
    Group group = (Group) top.get(1).parts().get(0);
    assertThat(group.policy()).isEqualTo(JoinPolicy.atLeast(2));
    assertThat(group.deadline()).contains(Duration.ofMinutes(10));
    assertThat(group.parts().get(1)).isInstanceOf(Chain.class);
    assertThat(((Step) top.get(1).parts().get(1)).isImmutable()).isTrue();
  }

  @Test
  void partThatUsesItself_isRefusedWithTheWholeWay() {
    assertThat(
            mistakes(
                """
                workflow: {use: big}
                define:
                  big:
                    chord:
                      group: []
                      callback: {use: big}
                """))
        .containsExactly(
            "workflow.yaml:6:23: a cycle, which would never end:"
                + " big (workflow.yaml:4:5) → callback → big");
  }

  @Test
  void longerCycle_namesEachPartOnTheWay() {
    assertThat(
            mistakes(
                """
                workflow: {use: a}
                define:
                  a: {chain: [{type: x}, {use: b}]}
                  b: {group: [{use: a}]}
                """))
        .containsExactly(
            "workflow.yaml:4:21: a cycle, which would never end: a (workflow.yaml:3:6) →"
                + " chain[1] → b (workflow.yaml:4:6) → group[0] → a");
  }

  @Test
  void partsThatAreDoubledOverAndOver_areRefused() {
    StringBuilder text = new StringBuilder("workflow: {use: p40}\ndefine:\n  p0: {type: a}\n");
    for (int i = 1; i <= 40; i++) {
      text.append("  p%d: {group: [{use: p%d}, {use: p%d}]}\n".formatted(i, i - 1, i - 1));
    }

    assertThat(mistakes(text.toString())).singleElement().asString().contains("at most 1000000");
  }

  @Test
  void endlessNesting_isRefusedAndNoStackOverflows() {
    StringBuilder text = new StringBuilder("workflow: {use: p9999}\ndefine:\n  p0: {type: a}\n");
    for (int i = 9_999; i > 0; i--) {
      text.append("  p%d: {chain: [{use: p%d}]}\n".formatted(i, i - 1));
    }

    assertThat(mistakes(text.toString())).anyMatch(m -> m.contains("nested more than 100 deep"));
  }

  @Test
  void allMistakes_areToldInTheOrderOfTheFile() {
    assertThat(
            mistakes(
                """
                workflow:
                  chain:
                    - {typ: a}
                    - {type: a b}
                    - {type: a, dely: 5s}
                    - {type: a, delay: soon}
                    - {type: a, group: []}
                    - {use: bigg}
                define:
                  big: {type: a}
                pipline: shop
                """))
        .extracting(mistake -> mistake.replaceFirst("workflow.yaml:", ""))
        .satisfiesExactly(
            m -> assertThat(m).startsWith("3:7: expected a step (type: …)").endsWith("keys typ"),
            m -> assertThat(m).startsWith("4:14: type \"a b\""),
            m -> assertThat(m).startsWith("5:17: dely: unknown key; did you mean delay?"),
            m -> assertThat(m).startsWith("6:24: delay: expected a duration"),
            m -> assertThat(m).startsWith("7:7: type and group are given together"),
            m -> assertThat(m).startsWith("8:13: use: there is no part \"bigg\"").contains("big?"),
            m -> assertThat(m).startsWith("11:1: pipline: unknown key; did you mean pipeline?"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workflow: {chain: []}|1:19: a chain must have one part or more",
        "workflow: {group: [{type: a}], policy: 5 of 3}|\"5 of 3\" speaks of 3 members, and the",
        "workflow: {group: [{type: a}], policy: 2 of 1}|\"2 of 1\": it must need 1 member",
        "workflow: {group: [{type: a}], policy: 0 of 1}|\"0 of 1\": it must need 1 member",
        "workflow: {group: [{type: a}], policy: most}|expected all, any, always, or n of m",
        "workflow: {group: [{type: a}], deadline: 0s}|1:42: deadline: the deadline of a group",
        "workflow: {chord: {group: []}}|1:19: callback: is missing",
        "workflow: {data: {}}|1:11: expected a step (type: …)",
        "workflow: []|1:11: expected a step (type: …), or one of",
        "workflow: {chain: [{type: a, id: x}, {type: b, id: x}]}|chain[0] (a) and chain[1] (b)",
        "workflow: &a {chain: [*a]}|1:11: holds itself",
        "id: x|1:1: workflow: is missing",
        "workflow: {type: a}, on|not valid YAML",
        "[a, b]|1:1: expected keys and values",
        "''|expected keys and values (pipeline",
      })
  void mistake_isNamedWithItsPlace(String text, String expected) {
    assertThat(mistakes(text)).anyMatch(mistake -> mistake.contains(expected));
  }

  @Test
  void fourMembersOfFive_isPossible() {
    assertThatThrownBy(() -> PolicyText.parse("4 of 5", 4)).hasMessageContaining("has 4");
    assertThat(PolicyText.parse("4 of 5", 5)).isEqualTo(JoinPolicy.atLeast(4));
  }

  private static List<String> mistakes(String text) {
    return catchThrowableOfType(ConfigException.class, () -> WorkflowFile.parse(NAME, text))
        .mistakes();
  }
}
