package io.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.avro.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the alerts say can be done. Whether they fire is told by {@code promtool test rules}. */
final class AlertRulesTest {
  private static final Pattern COMMAND = Pattern.compile("`sluice ([^`]+)`");

  static List<JsonNode> rules() {
    return MetricQuery.rules();
  }

  static List<MetricQuery> queries() {
    return MetricQuery.all();
  }

  static Stream<String> commands() {
    return rules().stream()
        .map(rule -> rule.path("annotations").path("description").asText())
        .flatMap(text -> COMMAND.matcher(text).results())
        .map(match -> match.group(1).replaceAll("\\{\\{.*?}}", "a.name"));
  }

  @Test
  void alerts_areThoseOfEveryQueue_andOfWhatKeepsEventsWaiting() {
    assertThat(rules())
        .extracting(rule -> rule.path("alert").asText())
        .containsExactly(
            "QueueBacklog",
            "HighFailureRate",
            "SluiceTypePausedByAlikeFailures",
            "SluiceBreakerOpen",
            "SluiceUnroutable",
            "SluiceWorkflowsFailed");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void alert_saysHowBadItIsWhatItIsAndWhatToDo(JsonNode rule) {
    // They wait for an operator, so there is nothing to wait for before telling one.
    boolean isAtOnce =
        Set.of("SluiceTypePausedByAlikeFailures", "SluiceUnroutable", "SluiceWorkflowsFailed")
            .contains(rule.path("alert").asText());
    assertThat(rule.path("for").asText()).isEqualTo(isAtOnce ? "" : "5m");
    assertThat(rule.path("labels").path("severity").asText()).isIn("warning", "critical");
    assertThat(rule.path("annotations").path("summary").asText()).contains("$labels.pipeline");
    assertThat(rule.path("annotations").path("description").asText()).contains("1. ", "2. ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandInADescription_existsInTheProgram(String command) {
    assertThat(Program.parse(List.of(command.split(" "))).unmatched()).isEmpty();
  }

  static Stream<MetricQuery> queriesOfEvents() {
    return queries().stream().filter(query -> query.promql().contains("sluice_events_total"));
  }

  @ParameterizedTest
  @MethodSource("queriesOfEvents")
  void outcomeInAQuery_isOneThatTheProgramSettlesWith(MetricQuery query) {
    assertThat(Arrays.stream(Outcome.values()).map(o -> o.name().toLowerCase(Locale.ROOT)))
        .containsAll(query.outcomes());
  }
}
