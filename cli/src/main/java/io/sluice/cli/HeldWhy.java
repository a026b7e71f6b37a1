package io.sluice.cli;

import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.InstanceReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why the events of a type are held, as its pipeline tells at one moment. */
final class HeldWhy {
  private final PipelineSight sight;
  private final ServedTypes served;
  private final Map<String, Optional<String>> known = new HashMap<>();

  HeldWhy(PipelineSight sight) {
    this.sight = sight;
    this.served = sight.served();
  }

  /** In words; null when nobody tells. */
  @Nullable String of(String type) {
    return known.computeIfAbsent(type, any -> look(type)).orElse(null);
  }

  private Optional<String> look(String type) {
    ControlRecord.Pause pause = sight.pause(type);
    if (pause != null) {
      return Optional.of(
          pause.fingerprint() == null ? "paused" : "paused: failures alike " + pause.fingerprint());
    }
    Optional<String> handler = served.handlerOf(type);
    List<InstanceReport.DependencyReport> dependencies =
        sight.dependencies().stream()
            .filter(one -> handler.isPresent() && one.handlers().contains(handler.get()))
            .toList();
    return breaker(handler, dependencies).or(() -> rates(type, dependencies));
  }

  private Optional<String> breaker(
      Optional<String> handler, List<InstanceReport.DependencyReport> dependencies) {
    List<String> names =
        Stream.concat(
                handler.stream(), dependencies.stream().map(InstanceReport.DependencyReport::name))
            .toList();
    return sight.breakers().stream()
        .filter(one -> names.contains(one.name()))
        .map(HeldWhy::breaker)
        .findFirst();
  }

  private static String breaker(InstanceReport.BreakerReport breaker) {
    String state = breaker.state().replace('_', '-');
    Long untilMs = breaker.untilMs();
    return "breaker of "
        + PlainText.line(breaker.name())
        + " is "
        + PlainText.line(state)
        + (untilMs == null
            ? ""
            : " until " + Instant.ofEpochMilli(untilMs).truncatedTo(ChronoUnit.SECONDS));
  }

  private Optional<String> rates(String type, List<InstanceReport.DependencyReport> dependencies) {
    String own = sight.rate(type);
    String rates =
        Stream.concat(
                Stream.ofNullable(own),
                dependencies.stream()
                    .filter(one -> one.rate() != null)
                    .map(one -> one.rate() + " of " + one.name()))
            .map(PlainText::line)
            .collect(Collectors.joining(", "));
    return rates.isEmpty() ? Optional.empty() : Optional.of("rate limit " + rates);
  }
}
