package io.sluice.processor.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.processor.kafka.OnDemand;
import io.sluice.processor.kafka.Watched;
import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.policy.Reason;
import io.sluice.processor.policy.WorkflowLimits;
import io.sluice.processor.workflow.BadDefinitionException;
import io.sluice.processor.workflow.Effects;
import io.sluice.processor.workflow.MachineLimits;
import io.sluice.processor.workflow.WorkflowMachine;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.TopicNames;
import io.sluice.schema.Workflow;
import io.sluice.schema.avro.EventStatus;
import io.sluice.schema.avro.Outcome;
import io.sluice.schema.avro.StepSettled;
import io.sluice.schema.avro.WorkflowDefinition;
import io.sluice.schema.avro.WorkflowRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out workflows: reads their definitions and what came of their steps, and publishes the
 * events of the steps whose turn has come. What follows what is for {@link WorkflowMachine} to say.
 */
final class WorkflowStage implements Processor<byte[], byte[], byte[], Outbound>, Watched {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowStage.class);

  private final Rules rules;
  private final EventReader.Factory readers;
  private final PipelineMetrics metrics;
  private ProcessorContext<byte[], Outbound> context;
  private EventReader reader;
  private WorkflowOutcome outcomes;
  private WorkflowMachine machine;
  private OnDemand alarm;
  private long toldActive;
  private long restUntilMs;

  /**
   * What the stage goes by.
   *
   * @param names the pipeline's topics
   * @param steps how the events of steps are made
   * @param machine how much is kept and done at a time
   * @param limits whether workflows are carried out, and how large the result of one may be
   * @param tells false: outcomes are counted, and not told on the status topic
   * @param crew who watches over stages
   */
  record Rules(
      TopicNames names,
      StepRecord steps,
      MachineLimits machine,
      WorkflowLimits limits,
      boolean tells,
      PipelineTopology.Crew crew) {}

  WorkflowStage(Rules rules, EventReader.Factory readers) {
    this.rules = rules;
    this.readers = readers;
    this.metrics = readers.metrics();
  }

  @Override
  public void init(ProcessorContext<byte[], Outbound> context) {
    this.context = context;
    reader = readers.of(context.taskId());
    outcomes =
        new WorkflowOutcome(reader, rules.names().workflow(), rules.limits().maxResultBytes());
    machine =
        new WorkflowMachine(
            new KeyValueEntries(context.getStateStore(StateStores.WORKFLOW)),
            rules.machine(),
            new Hands());
    machine.open();
    alarm = new OnDemand(context, this::work);
    toldActive = 0;
    restUntilMs = 0;
    afterwards();
    rules.crew().watch(this);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      WorkflowRecord read =
          reader.await(
              () -> reader.codec().decodeWorkflow(rules.names().workflow(), record.value()));
      take(record, read);
    } catch (EventFormatException e) {
      dead(record, origin(record).syntheticId(), Reason.UNDECODABLE, e);
    }
    afterwards();
  }

  @Override
  public void close() {
    rules.crew().unwatch(this);
    metrics.workflowsActive(context.taskId().toString(), 0);
  }

  private void take(Record<byte[], byte[]> record, WorkflowRecord read) {
    if (read.getBody() instanceof StepSettled settled) {
      if (!machine.settled(read.getId(), settled, nowMs())) {
        LOG.debug(
            "Step {} of workflow {} was {}, which changes nothing (any more)",
            settled.getStep(),
            read.getId(),
            settled.getOutcome());
      }
      return;
    }
    if (!rules.limits().carriedOut()) {
      Exception why = new IllegalStateException(WorkflowLimits.WHY_REFUSED);
      refused(record, read.getId(), Reason.NO_WORKFLOWS, why);
      return;
    }
    WorkflowDefinition part = (WorkflowDefinition) read.getBody();
    try {
      if (!machine.define(read.getId(), part, nowMs())) {
        metrics.workflow("repeated");
      }
    } catch (BadDefinitionException e) {
      refused(record, read.getId(), Reason.UNDECODABLE, e);
    }
  }

  /**
   * After each slice it rests for as long as that took: Kafka Streams takes in next to no records
   * between punctuations that follow each other at once, so a large workflow would hold up all
   * other events of the thread.
   */
  private void work(long nowMs) {
    InstantSource wall = rules.crew().workers().clocks().wall();
    long begunMs = wall.millis();
    machine.work(nowMs);
    long endedMs = wall.millis();
    restUntilMs = endedMs + (endedMs - begunMs);
    afterwards();
  }

  private void afterwards() {
    if (machine.active() != toldActive) {
      toldActive = machine.active();
      metrics.workflowsActive(context.taskId().toString(), toldActive);
    }
    long next = machine.nextMs();
    if (next != Long.MAX_VALUE) {
      alarm.at(Math.max(next, Math.max(nowMs(), restUntilMs)));
    }
  }

  private long nowMs() {
    return context.currentSystemTimeMs();
  }

  // ---- what cannot be read, or cannot be run ----

  private void refused(Record<byte[], byte[]> record, String id, Reason reason, Exception error) {
    metrics.workflow("refused");
    dead(record, id, reason, error);
  }

  private void dead(Record<byte[], byte[]> record, String id, Reason why, Exception error) {
    LOG.warn("Record on {} is a dead letter: {}", rules.names().workflow(), error.getMessage());
    LastError told = LastError.of(error);
    Origin origin = origin(record);
    DeliveryState state =
        DeliveryHeaders.read(record.headers()).withOrigin(origin).withLastError(told);
    String reason = why.word();
    Headers headers = new RecordHeaders(record.headers());
    DeliveryHeaders.writeDeadLetter(
        headers,
        state,
        new DeadLetterInfo(
            rules.names().pipeline(), reason, id, Workflow.TYPE, nowMs(), null, null));
    Outbound letter = new Outbound(rules.names().dlq(), null, record.key(), record.value());
    send(PipelineTopology.WORKFLOWS_TO_DEAD_LETTERS, letter, headers);
    tellStatus(
        EventStatus.newBuilder()
            .setId(id)
            .setType(Workflow.TYPE)
            .setPipeline(rules.names().pipeline())
            .setOutcome(Outcome.DEAD)
            .setReason(reason)
            .setAttempt(0)
            .setAt(Instant.ofEpochMilli(nowMs()))
            .setTopic(origin.topic())
            .setPartition(origin.partition())
            .setOffset(origin.offset())
            .setErrorClass(told.className())
            .setErrorMessage(told.message())
            .build());
  }

  private Origin origin(Record<byte[], byte[]> record) {
    RecordMetadata place =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a source record without a place"));
    return new Origin(place.topic(), place.partition(), place.offset(), record.timestamp());
  }

  private void tellStatus(EventStatus status) {
    if (!rules.tells()) {
      return;
    }
    String topic = rules.names().status();
    byte[] value = reader.await(() -> reader.codec().encodeStatus(topic, status));
    send(
        PipelineTopology.WORKFLOWS_TO_STATUS,
        new Outbound(topic, null, status.getId().getBytes(UTF_8), value),
        new RecordHeaders());
  }

  private void send(String sink, Outbound outbound, Headers headers) {
    context.forward(new Record<>(outbound.key(), outbound, nowMs(), headers), sink);
  }

  /** Carries out what the machine wants done. */
  private final class Hands implements Effects {
    @Override
    public void start(StepStart start) {
      long now = nowMs();
      StepRecord.Made made = rules.steps().of(start, reader, now);
      Headers headers = new RecordHeaders();
      DeliveryHeaders.write(headers, made.settled().raw().state());
      send(PipelineTopology.WORKFLOWS_TO_RETRY, made.outbound(), headers);
      if (made.dueAtMs() != null) {
        // The pipeline takes it for a retry, which was told when it failed.
        tellStatus(
            StatusRecord.of(
                rules.names().pipeline(),
                made.settled(),
                new StatusRecord.Step(Outcome.DELAYED, null, made.dueAtMs()),
                now));
      }
    }

    @Override
    public void tell(News news) {
      metrics.workflow(news.kind().name().toLowerCase(Locale.ROOT));
      if (news.kind() == Kind.FAILED) {
        LOG.info("Workflow {} has failed: {}", news.workflow(), news.message());
      } else if (news.kind() == Kind.ABANDONED) {
        LOG.warn(
            "Workflow {} is forgotten: nobody has replayed what it failed for, or its definition"
                + " never came whole",
            news.workflow());
        return;
      }
      tellStatus(
          outcomes.status(rules.names().pipeline(), news, context.taskId().partition(), nowMs()));
    }
  }

  // ---- between polls ----

  @Override
  public void beforePoll() {}

  @Override
  public boolean hasMail() {
    return false;
  }

  @Override
  public long nextMs() {
    return alarm.nextMs();
  }

  @Override
  public Reading reading() {
    return Reading.ALL;
  }
}
