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
  private Flow flow;
  private SeenIds seen;

  Deduplicate(Duration window) {
    this.window = window;
  }

  @Override
  public void init(ProcessorContext<byte[], Object> context) {
    flow = new Flow(context);
    seen = new SeenIds(context.getStateStore(StateStores.DEDUPE), window);
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
}
