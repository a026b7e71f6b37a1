package io.sluice.processor.topology;

import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.policy.Reason;
import io.sluice.processor.routing.KnownRoutes;
import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.EventFormatException;
import io.sluice.schema.LastError;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each record on to the topics that its event's type leads to, once each, its bytes and
 * headers as they are; what cannot be read, and what leads nowhere, is a dead letter.
 */
final class RouteEvents implements Processor<byte[], byte[], byte[], Outbound> {
  private static final Logger LOG = LoggerFactory.getLogger(RouteEvents.class);

  private final RouterTopology.Plan plan;
  private final EventReader.Factory readers;
  private final Map<String, Integer> partitions;
  private final PipelineMetrics metrics;
  private final KnownRoutes routes;
  private ProcessorContext<byte[], Outbound> context;
  private EventReader reader;

  /**
   * @param partitions how many each source has; without those that nobody counted
   */
  RouteEvents(
      RouterTopology.Plan plan, EventReader.Factory readers, Map<String, Integer> partitions) {
    this.plan = plan;
    this.readers = readers;
    this.partitions = partitions;
    this.metrics = readers.metrics();
    this.routes = new KnownRoutes(plan.table());
  }

  @Override
  public void init(ProcessorContext<byte[], Outbound> context) {
    this.context = context;
    reader = readers.of(context.taskId());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata place =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a source record without a place"));
    RawRecord raw = RawRecord.arrived(record, place, false);
    try {
      route(reader.read(raw));
    } catch (EventFormatException e) {
      dead(raw.withState(raw.state().withLastError(LastError.of(e))), null, Reason.UNDECODABLE);
    }
  }

  private void route(Event event) {
    List<String> topics = routes.topicsOf(event.type());
    RawRecord raw = event.raw();
    for (String topic : topics) {
      send(RouterTopology.TO_ROUTED, topic, raw, raw.headers());
      metrics.routed(topic);
    }
    if (topics.isEmpty()) {
      metrics.unroutable();
      dead(raw.withState(raw.state().withLastError(unroutable(event))), event, Reason.UNROUTABLE);
    }
  }

  private static LastError unroutable(Event event) {
    // The stack would be that of the router, which is as it should be.
    return LastError.of(new UnroutableTypeException(event.type()), 0);
  }

  private void dead(RawRecord raw, @Nullable Event event, Reason reason) {
    String id = event == null ? raw.origin().syntheticId() : event.id();
    String type = event == null ? "" : event.type();
    DeadLetterInfo info =
        new DeadLetterInfo(
            plan.names().pipeline(),
            reason.word(),
            id,
            type,
            context.currentSystemTimeMs(),
            null,
            partitions.get(raw.origin().topic()));
    Headers headers = new RecordHeaders(raw.headers());
    DeliveryHeaders.writeDeadLetter(headers, raw.state().withDueAt(null), info);
    send(RouterTopology.TO_UNROUTED, plan.names().dlq(), raw, headers);
    metrics.settled(type, "dead");
    LOG.info(
        "Event {} ({}) is a dead letter of the router ({}); see: sluice dlq show {} --pipeline {}",
        id,
        type,
        reason.word(),
        id,
        plan.names().pipeline());
  }

  /** With the time of now: an old event's own would let retention take it before it is read. */
  private void send(String sink, String topic, RawRecord raw, Headers headers) {
    Outbound outbound = new Outbound(topic, null, raw.key(), raw.value());
    context.forward(
        new Record<>(raw.key(), outbound, context.currentSystemTimeMs(), headers), sink);
  }
}
