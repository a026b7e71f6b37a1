package io.sluice.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a query of ours asks of the program.
 *
 * @param where the alert or file, for messages
 * @param promql the query, or text with queries in it
 */
record MetricQuery(String where, String promql) {
  private static final Pattern METRIC = Pattern.compile("\\bsluice_[a-z_]+");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)\\s*\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([a-z_, ]+)\\)");
  private static final Pattern OUTCOMES = Pattern.compile("outcome=~?\"([a-z|]+)\"");

  /** Every query in the rules, the adapter's values and the autoscaler. */
  static List<MetricQuery> all() {
    List<MetricQuery> queries = new ArrayList<>();
    for (JsonNode rule : rules()) {
      String alert = rule.path("alert").asText();
      queries.add(new MetricQuery(alert, rule.path("expr").asText()));
      queries.add(
          new MetricQuery(
              alert + ", description", rule.path("annotations").path("description").asText()));
    }
    JsonNode offered = DeployFiles.document(DeployFiles.ADAPTER_VALUES).at("/rules/external/0");
    queries.add(new MetricQuery("adapter, seriesQuery", offered.path("seriesQuery").asText()));
    queries.add(
        new MetricQuery(
            "autoscaler",
            DeployFiles.object("HorizontalPodAutoscaler")
                .at("/spec/metrics/0/external/metric/name")
                .asText()));
    return queries;
  }

  /** Every alert. */
  static List<JsonNode> rules() {
    List<JsonNode> rules = new ArrayList<>();
    for (JsonNode group : DeployFiles.document(DeployFiles.RULES).path("groups")) {
      group.path("rules").forEach(rules::add);
    }
    return rules;
  }

  Set<String> metrics() {
    return METRIC.matcher(promql).results().map(m -> m.group()).collect(Collectors.toSet());
  }

  /** Labels that it matches or groups by, but for those that Prometheus itself adds. */
  Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    MATCHER.matcher(promql).results().map(m -> m.group(1)).forEach(labels::add);
    Matcher grouping = GROUPING.matcher(promql);
    while (grouping.find()) {
      labels.addAll(List.of(grouping.group(1).split(",\\s*")));
    }
    labels.remove("namespace");
    return labels;
  }

  Set<String> outcomes() {
    return OUTCOMES
        .matcher(promql)
        .results()
        .flatMap(m -> Stream.of(m.group(1).split("\\|")))
        .collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return where;
  }
}
