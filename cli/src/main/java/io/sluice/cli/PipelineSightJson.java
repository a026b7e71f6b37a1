package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.processor.control.ControlCodec;
import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.InstanceReport;
import io.sluice.processor.control.InstanceReportCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** A pipeline at one moment, as JSON. */
final class PipelineSightJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PipelineSightJson() {}

  static ObjectNode of(PipelineSight sight) {
    ObjectNode json = JSON.createObjectNode();
    json.put("pipeline", sight.pipeline());
    json.put("at", sight.now().toString());
    ArrayNode instances = json.putArray("instances");
    for (InstanceReport report : sight.reports()) {
      ObjectNode one = (ObjectNode) tree(InstanceReportCodec.write(report));
      one.put("lost", sight.isLost(report));
      one.put("per_second", PipelineSight.perSecond(report));
      instances.add(one);
    }
    ArrayNode types = json.putArray("types");
    sight.types().forEach(type -> types.add(type(sight, type)));
    put(json.putArray("paused"), sight.said().paused());
    put(json.putArray("rate_limits"), sight.said().rates());
    put(json.putArray("concurrency"), sight.said().concurrency());
    ArrayNode dependencies = json.putArray("dependencies");
    for (InstanceReport.DependencyReport dependency : sight.dependencies()) {
      ObjectNode one = dependencies.addObject();
      one.put("name", dependency.name());
      one.put("rate_limit", dependency.rate());
      dependency.handlers().forEach(one.putArray("handlers")::add);
    }
    ArrayNode breakers = json.putArray("breakers");
    for (InstanceReport.BreakerReport breaker : sight.breakers()) {
      ObjectNode one = breakers.addObject();
      one.put("name", breaker.name());
      one.put("state", breaker.state());
      one.put("until_ms", breaker.untilMs());
    }
    ObjectNode lag = json.putObject("waiting");
    new TreeMap<>(sight.lag()).forEach(lag::put);
    return json;
  }

  private static ObjectNode type(PipelineSight sight, String type) {
    ObjectNode json = JSON.createObjectNode();
    json.put("type", type);
    json.put("running", sight.running(type));
    json.put("per_second", sight.perSecond(type));
    json.put("rate_limit", sight.rate(type));
    json.put("paused", sight.pause(type) != null);
    return json;
  }

  /** As the control topic has them, each with what it is about. */
  private static void put(ArrayNode array, Map<String, ? extends ControlRecord> said) {
    new TreeMap<>(said)
        .forEach(
            (subject, record) -> {
              ObjectNode one = JSON.createObjectNode();
              one.put("subject", subject);
              one.setAll((ObjectNode) tree(ControlCodec.write(record)));
              one.remove("v");
              array.add(one);
            });
  }

  private static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
