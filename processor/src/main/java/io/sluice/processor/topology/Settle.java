package io.sluice.processor.topology;

import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.policy.Settlement;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.LastError;
import io.sluice.schema.TopicNames;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that carries out what an outcome means. */
final class Settle implements Processor<byte[], Settled, byte[], Outbound> {
  private static final Logger LOG = LoggerFactory.getLogger(Settle.class);
  private static final Map<Outcome, String> WORDS = words();

  private final TopicNames names;
  private final boolean tells;
  private final EventReader.Factory readers;
  private final Map<String, Integer> partitions;
  private final PipelineMetrics metrics;
  private final StepReports reports;
  private ProcessorContext<byte[], Outbound> context;
  private EventReader codec;

  /**
   * @param tells false: outcomes are counted, and not told on the status topic
   * @param partitions how many each source has; without those that nobody counted
   */
  Settle(
      TopicNames names,
      EventReader.Factory readers,
      boolean tells,
      Map<String, Integer> partitions) {
    this.names = names;
    this.tells = tells;
    this.readers = readers;
    this.partitions = partitions;
    this.metrics = readers.metrics();
    this.reports = new StepReports(names);
  }

  @Override
  public void init(ProcessorContext<byte[], Outbound> context) {
    this.context = context;
    codec = readers.of(context.taskId());
  }

  @Override
  public void process(Record<byte[], Settled> record) {
    Settled settled = record.value();
    settled.settlement().carryOut(new Settling(settled, record.timestamp()));
  }

  /** One event being settled. */
  private final class Settling implements Settlement.Settler {
    private final Settled settled;
    private final long nowMs;

    Settling(Settled settled, long nowMs) {
      this.settled = settled;
      this.nowMs = nowMs;
    }

    @Override
    public void succeeded() {
      for (Outbound emitted : settled.emitted()) {
        send(PipelineTopology.TO_EMITTED, emitted, new RecordHeaders());
      }
      tell(new StatusRecord.Step(Outcome.SUCCEEDED, null, null));
    }

    @Override
    public void retry(Settlement.RetryAt retry) {
      DeliveryState state = settled.raw().state().withDueAt(retry.dueAtMs());
      toRetry(state);
      LOG.info(
          "Event {} ({}): attempt {} failed with {}; next attempt at {}",
          settled.id(),
          settled.type(),
          state.attempt(),
          errorOf(state),
          Instant.ofEpochMilli(retry.dueAtMs()));
      tell(new StatusRecord.Step(Outcome.RETRY, null, retry.dueAtMs()));
    }

    @Override
    public void dead(Settlement.Dead dead) {
      RawRecord raw = settled.raw();
      String id = settled.id();
      DeadLetterInfo info =
          new DeadLetterInfo(
              names.pipeline(),
              dead.reason().word(),
              id,
              settled.type(),
              nowMs,
              settled.handler(),
              partitions.get(raw.origin().topic()));
      Headers headers = new RecordHeaders(raw.headers());
      DeliveryHeaders.writeDeadLetter(headers, raw.state().withDueAt(null), info);
      send(
          PipelineTopology.TO_DEAD_LETTERS,
          new Outbound(names.dlq(), null, raw.key(), raw.value()),
          headers);
      LOG.info(
          "Event {} ({}) is a dead letter ({}, attempts: {}): {}; see: sluice dlq show {}"
              + " --pipeline {}",
          id,
          settled.type(),
          dead.reason().word(),
          raw.state().attempt(),
          errorOf(raw.state()),
          id,
          names.pipeline());
      tell(new StatusRecord.Step(Outcome.DEAD, dead.reason().word(), null));
    }

    @Override
    public void expired() {
      tell(new StatusRecord.Step(Outcome.EXPIRED, "expired", null));
    }

    @Override
    public void discarded(Settlement.Discarded discarded) {
      tell(new StatusRecord.Step(Outcome.DISCARDED, discarded.reason().word(), null));
    }

    @Override
    public void cancelled() {
      tell(new StatusRecord.Step(Outcome.CANCELLED, null, null));
    }

    @Override
    public void delayed(Settlement.Delayed delayed) {
      tell(new StatusRecord.Step(Outcome.DELAYED, null, delayed.dueAtMs()));
    }

    @Override
    public void held(Settlement.Held held) {
      metrics.heldBack(settled.type(), held.why());
      Long dueAtMs = held.dueAtMs();
      if (dueAtMs != null) {
        toRetry(settled.raw().state().withDueAt(dueAtMs));
      }
      tell(new StatusRecord.Step(Outcome.HELD, held.why(), dueAtMs));
    }

    @Override
    public void parked() {
      tell(new StatusRecord.Step(Outcome.PARKED, null, null));
    }

    private void tell(StatusRecord.Step step) {
      metrics.settled(settled.type(), String.valueOf(WORDS.get(step.outcome())));
      Outbound report = reports.of(settled, step, codec, nowMs);
      if (report != null) {
        send(PipelineTopology.TO_WORKFLOWS, report, new RecordHeaders());
      }
      if (!tells) {
        return;
      }
      EventStatus status = StatusRecord.of(names.pipeline(), settled, step, nowMs);
      byte[] key = settled.id().getBytes(StandardCharsets.UTF_8);
      byte[] value = codec.await(() -> codec.codec().encodeStatus(names.status(), status));
      Outbound outbound = new Outbound(names.status(), null, key, value);
      send(PipelineTopology.TO_STATUS, outbound, new RecordHeaders());
    }

    /** To the very task that it comes from. */
    private void toRetry(DeliveryState state) {
      RawRecord raw = settled.raw();
      Headers headers = new RecordHeaders(raw.headers());
      DeliveryHeaders.write(headers, state);
      int partition = context.taskId().partition();
      Outbound outbound = new Outbound(names.retry(), partition, raw.key(), raw.value());
      send(PipelineTopology.TO_RETRY, outbound, headers);
    }

    private String errorOf(DeliveryState state) {
      LastError error = state.lastError();
      return error == null ? "no error" : error.className() + ": " + error.message();
    }

    private void send(String sink, Outbound outbound, Headers headers) {
      context.forward(new Record<>(outbound.key(), outbound, nowMs, headers), sink);
    }
  }

  private static Map<Outcome, String> words() {
    Map<Outcome, String> words = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      words.put(outcome, outcome.name().toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
