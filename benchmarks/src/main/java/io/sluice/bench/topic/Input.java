package io.sluice.bench.topic;

import java.time.Clock;
import java.util.Map;

/**
 * A topic of events that are all there before a contestant starts.
 *
 * @param events how many, those to warm up with included
 * @param warmUp how many of them, the first ones, are there to warm up with
 * @param keys over how many keys they are spread, in turn; 0: every event has a key of its own
 */
public record Input(String topic, int events, int warmUp, int keys) {

  /** The same content under another name. */
  public Input on(String other) {
    return new Input(other, events, warmUp, keys);
  }

  /** The key of an event, counted from 0. */
  public long key(long sequence) {
    return keys == 0 ? sequence : sequence % keys;
  }

  /** Events that count in a measurement. */
  public int measured() {
    return events - warmUp;
  }

  /** Makes the topic and fills it. */
  public void write(Servers servers, Clock clock) throws Exception {
    try (Topics topics = new Topics(servers.bootstrapServers());
        EventMaker maker = new EventMaker(servers.registryUrl(), clock);
        Sending sending = Sending.inBulk(servers.bootstrapServers())) {
      topics.create(topic, Map.of());
      for (int i = 0; i < events; i++) {
        sending.send(topic, maker.make(topic, i, "key-" + key(i)));
      }
      sending.flush();
    }
  }
}
