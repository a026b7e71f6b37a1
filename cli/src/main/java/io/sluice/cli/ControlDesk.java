package io.sluice.cli;

import io.sluice.processor.control.ControlCodec;
import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.InstanceReport;
import io.sluice.processor.live.ControlSnapshot;
import io.sluice.processor.live.InstanceWatch;
import io.sluice.replay.AuditedWriting;
import io.sluice.replay.Operator;
import io.sluice.replay.ReplayException;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** Where an operator hears from a pipeline and says something to it. Not thread-safe. */
final class ControlDesk implements AutoCloseable {
  private static final int MOST_NAMED = 5;

  private final TopicNames names;
  private final ConnectionOptions connection;
  private final Operator operator;
  private final Set<String> topics;
  private final EventCodec codec;
  private final Clock clock = Clock.systemUTC();

  private ControlDesk(
      TopicNames names, ConnectionOptions connection, Operator operator, Set<String> topics) {
    this.names = names;
    this.connection = connection;
    this.operator = operator;
    this.topics = topics;
    this.codec = EventCodec.create(connection.registryConfig());
  }

  static ControlDesk open(TopicNames names, ConnectionOptions connection, Operator operator) {
    try (Admin admin = connection.connect()) {
      return new ControlDesk(names, connection, operator, PipelineOption.require(admin, names));
    }
  }

  TopicNames names() {
    return names;
  }

  ConnectionOptions connection() {
    return connection;
  }

  EventCodec codec() {
    return codec;
  }

  Clock clock() {
    return clock;
  }

  /** All topics that there are. */
  Set<String> topics() {
    return topics;
  }

  /** What holds, as the control topic says. */
  ControlSnapshot snapshot() {
    return ControlSnapshot.read(connection.kafkaConfig(), names.control());
  }

  /** What the instances tell of themselves, lost ones among them. */
  List<InstanceReport> reports() {
    if (!topics.contains(names.instances())) {
      return List.of();
    }
    try (InstanceWatch watch = new InstanceWatch(connection.kafkaConfig(), names.instances())) {
      return watch.reports();
    }
  }

  /** Whether any instance runs, as they tell. */
  boolean isAnyoneThere() {
    long now = clock.millis();
    return reports().stream().anyMatch(report -> !report.isLost(now));
  }

  /** Who says something, when and why. */
  ControlRecord.Mandate mandate() {
    return new ControlRecord.Mandate(operator.by(), clock.millis(), operator.reason());
  }

  /**
   * Says it, and tells the audit.
   *
   * @param action the command's name
   */
  void say(String action, List<? extends ControlRecord> records) {
    write(action, records, true);
  }

  /** Takes back what was said, and tells the audit. */
  void takeBack(String action, ControlRecord record) {
    write(action, List.of(record), false);
  }

  private void write(String action, List<? extends ControlRecord> records, boolean holds) {
    Map<String, AuditedWriting.Record> values = new LinkedHashMap<>();
    for (ControlRecord record : records) {
      byte[] value = holds ? ControlCodec.write(record) : null;
      values.put(ControlCodec.key(record), new AuditedWriting.Record(value));
    }
    String about =
        records.stream()
            .limit(MOST_NAMED)
            .map(ControlRecord::subject)
            .collect(Collectors.joining(", "));
    int more = records.size() - MOST_NAMED;
    try {
      new AuditedWriting(connection.kafkaConfig(), codec, clock)
          .write(
              names,
              operator,
              new AuditedWriting.Saying(
                  action, more > 0 ? about + " and " + more + " more" : about, values));
    } catch (ReplayException e) {
      throw new UserErrorException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Who has heard of what was just said, in a sentence. */
  String audience(List<InstanceReport> reports) {
    long now = clock.millis();
    long there = reports.stream().filter(report -> !report.isLost(now)).count();
    if (there == 0) {
      return "No instance runs now; it holds from the next start on.";
    }
    return there == 1
        ? "The one instance that runs hears it within a second."
        : "The " + there + " instances that run hear it within a second.";
  }

  @Override
  public void close() {
    codec.close();
  }
}
