package io.sluice.bench.topic;

import io.sluice.schema.DeadLetterInfo;
import io.sluice.schema.DeliveryHeaders;
import io.sluice.schema.DeliveryState;
import io.sluice.schema.EncodedEvent;
import io.sluice.schema.LastError;
import io.sluice.schema.Origin;
import io.sluice.schema.TopicNames;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Dead letters as a pipeline leaves them after its last attempt. */
public final class Letters {
  private final Servers servers;
  private final Clock clock;

  public Letters(Servers servers, Clock clock) {
    this.servers = servers;
    this.clock = clock;
  }

  /** The pipeline whose letters are there to warm up with. */
  public static String warmUpPipeline(String run) {
    return run + ".warm";
  }

  /** Makes the dead-letter topic and the retry topic of a pipeline, and fills the first. */
  public void write(String pipeline, int count) throws Exception {
    TopicNames names = new TopicNames(pipeline);
    LastError error = LastError.of(new IllegalStateException("the mail server is away"));
    try (Topics topics = new Topics(servers.bootstrapServers());
        EventMaker maker = new EventMaker(servers.registryUrl(), clock);
        Sending sending = Sending.inBulk(servers.bootstrapServers())) {
      topics.create(names.dlq(), Map.of());
      topics.create(names.retry(), Map.of());
      for (int i = 0; i < count; i++) {
        EncodedEvent event = maker.make(names.dlq(), i, "key-" + i);
        DeliveryState state =
            DeliveryState.fresh()
                .withAttempt(5)
                .withOrigin(new Origin("events", i % Topics.PARTITIONS, i, event.timestampMs()))
                .withFirstAttemptAt(event.timestampMs())
                .withLastError(error);
        Headers headers = new RecordHeaders();
        DeliveryHeaders.writeDeadLetter(
            headers,
            state,
            new DeadLetterInfo(
                pipeline, "attempts_exhausted", event.id(), event.type(), event.timestampMs()));
        sending.send(names.dlq(), event, headers);
      }
      sending.flush();
    }
  }
}
