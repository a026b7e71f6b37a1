package io.sluice.cli;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.InstanceReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pipeline at one moment, as text. */
final class PipelineSightText {
  private static final int MOST_OF_A_CELL = 60;

  /** IN FLIGHT to RATE. */
  private static final int LOAD_CELLS = 6;

  private PipelineSightText() {}

  static void print(PrintWriter out, PipelineSight sight) {
    out.println("pipeline " + sight.pipeline() + ", " + instances(sight));
    if (!sight.reports().isEmpty()) {
      out.println();
      printInstances(out, sight);
    }
    if (!sight.types().isEmpty()) {
      out.println();
      printTypes(out, sight);
    }
    printDependencies(out, sight);
    printBreakers(out, sight);
    if (!sight.lag().isEmpty()) {
      out.println();
      TextTable table = new TextTable("TOPIC", "WAITING");
      new TreeMap<>(sight.lag()).forEach((topic, lag) -> table.row(topic, ReplayText.number(lag)));
      table.print(out);
    }
    out.flush();
  }

  private static String instances(PipelineSight sight) {
    int running = sight.running().size();
    int lost = sight.reports().size() - running;
    String told =
        switch (running) {
          case 0 -> "no instance runs";
          case 1 -> "1 instance";
          default -> running + " instances";
        };
    return lost == 0 ? told : told + ", " + lost + " lost";
  }

  private static void printInstances(PrintWriter out, PipelineSight sight) {
    TextTable table =
        new TextTable(
            "INSTANCE",
            "VERSION",
            "STATE",
            "UP",
            "IN FLIGHT",
            "RUNNING",
            "DELAYED",
            "PARKED",
            "HELD",
            "RATE",
            "PARTITIONS");
    for (InstanceReport report : sight.reports()) {
      List<Object> row = new ArrayList<>();
      row.add(PlainText.line(report.name()));
      row.add(PlainText.line(report.version()));
      row.add(state(sight, report));
      row.add(up(sight, report));
      row.addAll(load(sight, report));
      row.add(partitions(report.partitions()));
      table.row(row.toArray());
    }
    table.print(out);
  }

  /** A lost one has not been up since it told its last. */
  private static String up(PipelineSight sight, InstanceReport report) {
    Instant end = sight.isLost(report) ? Instant.ofEpochMilli(report.atMs()) : sight.now();
    return PlainText.age(Instant.ofEpochMilli(report.startedAtMs()), end);
  }

  /** What it has in hand; a lost one nothing: the others have it, or will. */
  private static List<String> load(PipelineSight sight, InstanceReport report) {
    if (sight.isLost(report)) {
      return Collections.nCopies(LOAD_CELLS, "-");
    }
    InstanceReport.Load load = report.load();
    return List.of(
        ReplayText.number(load.inFlightEvents()),
        ReplayText.number(load.runningCount()),
        ReplayText.number(load.delayed()),
        ReplayText.number(load.parked()),
        load.held() == null ? "-" : ReplayText.number(load.held()),
        rate(PipelineSight.perSecond(report)));
  }

  private static String state(PipelineSight sight, InstanceReport report) {
    if (sight.isLost(report)) {
      return "lost " + PlainText.age(Instant.ofEpochMilli(report.atMs()), sight.now()) + " ago";
    }
    return PlainText.line(report.state()).toLowerCase(Locale.ROOT);
  }

  /** {@code orders 0-2, shop.retry 0 1 4}: by topic. */
  private static String partitions(List<String> partitions) {
    Map<String, List<String>> byTopic = new TreeMap<>();
    for (String partition : partitions) {
      int dash = partition.lastIndexOf('-');
      if (dash > 0) {
        byTopic
            .computeIfAbsent(partition.substring(0, dash), any -> new ArrayList<>())
            .add(partition.substring(dash + 1));
      }
    }
    return PlainText.line(
        byTopic.entrySet().stream()
            .map(one -> one.getKey() + " " + String.join(" ", one.getValue()))
            .collect(Collectors.joining(", ")));
  }

  private static void printTypes(PrintWriter out, PipelineSight sight) {
    TextTable table =
        new TextTable("TYPE", "RUNNING", "RATE", "RATE LIMIT", "CONCURRENCY", "PAUSED");
    for (String type : sight.types()) {
      String rate = sight.rate(type);
      ControlRecord.Concurrency concurrency = sight.concurrency(type);
      ControlRecord.Pause pause = sight.pause(type);
      table.row(
          PlainText.cut(PlainText.line(type), MOST_OF_A_CELL),
          sight.running(type),
          rate(sight.perSecond(type)),
          PlainText.line(rate),
          concurrency == null ? "-" : concurrency.attempts(),
          paused(pause, sight.now()));
    }
    table.print(out);
  }

  private static String paused(ControlRecord.@Nullable Pause pause, Instant now) {
    if (pause == null) {
      return "-";
    }
    ControlRecord.Mandate mandate = pause.mandate();
    String why =
        pause.fingerprint() == null ? mandate.reason() : "failures alike: " + pause.fingerprint();
    return PlainText.cut(
        "for "
            + PlainText.age(Instant.ofEpochMilli(mandate.atMs()), now)
            + " by "
            + PlainText.line(mandate.by())
            + (why == null ? "" : ": " + PlainText.line(why)),
        2 * MOST_OF_A_CELL);
  }

  private static void printDependencies(PrintWriter out, PipelineSight sight) {
    if (sight.dependencies().isEmpty()) {
      return;
    }
    out.println();
    TextTable table = new TextTable("DEPENDENCY", "RATE LIMIT", "HANDLERS");
    for (InstanceReport.DependencyReport dependency : sight.dependencies()) {
      table.row(
          PlainText.line(dependency.name()),
          PlainText.line(dependency.rate()),
          PlainText.cut(
              PlainText.line(String.join(", ", dependency.handlers())), 2 * MOST_OF_A_CELL));
    }
    table.print(out);
  }

  private static void printBreakers(PrintWriter out, PipelineSight sight) {
    if (sight.breakers().isEmpty()) {
      return;
    }
    out.println();
    TextTable table = new TextTable("CIRCUIT BREAKER", "STATE", "TRIED AT");
    for (InstanceReport.BreakerReport breaker : sight.breakers()) {
      table.row(
          PlainText.line(breaker.name()),
          PlainText.line(breaker.state()),
          breaker.untilMs() == null ? "-" : Instant.ofEpochMilli(breaker.untilMs()));
    }
    table.print(out);
  }

  static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%.0f/s", perSecond);
  }
}
