package io.sluice.processor.topology;

import io.sluice.processor.policy.Reason;
import io.sluice.processor.policy.Settlement;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** First sight of this id? Retries and replays pass by: they were seen when they first came. */
final class Deduplicate implements Processor<byte[], Event, byte[], Object> {
  private final Duration window;
  private final IdFilter.Budget filters;
  private Flow flow;
  private SeenIds seen;

  Deduplicate(Duration window, IdFilter.Budget filters) {
    this.window = window;
    this.filters = filters;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    flow = new Flow(context);
    seen = new SeenIds(context.getStateStore(StateStores.DEDUPE), window, filters);
  }

  @Override
  public void process(Record<byte[], Event> record) {
    Event event = record.value();
    if (!event.raw().retried() && seen.seenBefore(event.id(), flow.nowMs())) {
      flow.settle(Settled.unrun(event, new Settlement.Discarded(Reason.DUPLICATE)));
    } else {
      flow.forward(PipelineTopology.GATE, event);
    }
  }

  @Override
  public void close() {
    seen.close();
  }
}
