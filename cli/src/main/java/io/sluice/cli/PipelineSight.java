package io.sluice.cli;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlState;
import io.sluice.processor.control.InstanceReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline at one moment.
 *
 * @param reports of its instances, lost ones among them
 * @param said what was said to it live
 * @param lag records that wait in the topics that it reads; empty when not known
 */
record PipelineSight(
    String pipeline,
    Instant now,
    List<InstanceReport> reports,
    ControlState said,
    Map<String, Long> lag) {

  boolean isLost(InstanceReport report) {
    return report.isLost(now.toEpochMilli());
  }

  /** Those that are not lost. */
  List<InstanceReport> running() {
    return reports.stream().filter(report -> !isLost(report)).toList();
  }

  /** Types that something is known of, and what else something was said of. */
  Set<String> types() {
    Set<String> types = new TreeSet<>();
    running()
        .forEach(
            report -> {
              types.addAll(report.types().keySet());
              report.load().running().forEach(attempt -> types.add(attempt.type()));
            });
    types.addAll(said.paused().keySet());
    types.addAll(said.rates().keySet());
    types.addAll(said.concurrency().keySet());
    return types;
  }

  /** Attempts of a type that run, so far as the instances tell them one by one. */
  long running(String type) {
    return running().stream()
        .flatMap(report -> report.load().running().stream())
        .filter(attempt -> attempt.type().equals(type))
        .count();
  }

  /**
   * Circuit breakers that are not closed, by name: as the instances tell, where any runs, else as
   * the last one has said.
   */
  List<InstanceReport.BreakerReport> breakers() {
    Map<String, InstanceReport.BreakerReport> breakers = new TreeMap<>();
    if (running().isEmpty()) {
      said.breakers().values().stream()
          .filter(ControlRecord.Breaker::open)
          .map(it -> new InstanceReport.BreakerReport(it.subject(), "open", it.untilMs()))
          .forEach(breaker -> breakers.put(breaker.name(), breaker));
    }
    running()
        .forEach(
            report ->
                report.limits().breakers().forEach(it -> breakers.putIfAbsent(it.name(), it)));
    return List.copyOf(breakers.values());
  }

  /** What handlers depend on, by name. */
  List<InstanceReport.DependencyReport> dependencies() {
    Map<String, InstanceReport.DependencyReport> dependencies = new TreeMap<>();
    for (InstanceReport report : running()) {
      List<InstanceReport.DependencyReport> told = report.limits().dependencies();
      if (told != null) {
        told.forEach(one -> dependencies.putIfAbsent(one.name(), one));
      }
    }
    return List.copyOf(dependencies.values());
  }

  /** The rate in force for a type; null: none. */
  @Nullable String rate(String type) {
    ControlRecord.Rate live = ofHandler(said.rates(), type);
    if (live != null) {
      return live.limit().toString();
    }
    return running().stream()
        .map(report -> ofHandler(report.limits().rates(), type))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /**
   * What pauses a type; null: nothing. For failures that are all alike, a handler is paused, and
   * not all that its pattern matches.
   */
  ControlRecord.@Nullable Pause pause(String type) {
    Map<String, ControlRecord.Pause> byOperators = new TreeMap<>();
    Map<String, ControlRecord.Pause> byHandler = new TreeMap<>();
    said.paused()
        .forEach(
            (subject, pause) ->
                (pause.fingerprint() == null ? byOperators : byHandler).put(subject, pause));
    ControlRecord.Pause ordered = SaidOfType.of(byOperators, type);
    return ordered == null ? ofHandler(byHandler, type) : ordered;
  }

  /** How many attempts of a type may run at once in each instance, as was said live; null: not. */
  ControlRecord.@Nullable Concurrency concurrency(String type) {
    return ofHandler(said.concurrency(), type);
  }

  /** The handlers, as those tell that run. */
  ServedTypes served() {
    return ServedTypes.of(pipeline, running());
  }

  /** Of what is kept by handler, that of the one which serves a type. */
  private <V> @Nullable V ofHandler(Map<String, V> byPattern, String type) {
    ServedTypes served = served();
    return served.patterns().isEmpty()
        ? SaidOfType.of(byPattern, type)
        : byPattern.get(served.handlerOf(type).orElse(type));
  }

  /** Events of a type that are settled, all instances together. */
  double perSecond(String type) {
    return running().stream()
        .map(report -> report.types().get(type))
        .mapToDouble(one -> one == null ? 0 : one.perSecond())
        .sum();
  }

  /** Events that an instance settles. */
  static double perSecond(InstanceReport report) {
    return report.types().values().stream().mapToDouble(InstanceReport.TypeReport::perSecond).sum();
  }
}
