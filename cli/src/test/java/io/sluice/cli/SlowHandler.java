package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.schema.EventDraft;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/**
 * Takes its time with each {@link NumberedEvent}, fails as often as the event says, leaves its
 * effect in a file, and publishes one follow-up.
 */
final class SlowHandler implements EventHandler<JsonNode> {
  private final EffectLog effects;
  private final Duration longest;
  private final String neverReturnsFor;

  private SlowHandler(EffectLog effects, Duration longest, String neverReturnsFor) {
    this.effects = effects;
    this.longest = longest;
    this.neverReturnsFor = neverReturnsFor;
  }

  @Override
  public void handle(JsonNode data, EventContext context) throws Exception {
    NumberedEvent event = NumberedEvent.parse(context.id());
    if (context.id().equals(neverReturnsFor)) {
      new CountDownLatch(1).await();
    }
    Instant start = Instant.now();
    work(event.handlerMs(longest.toMillis()));
    boolean succeeds = context.attempt() > event.failures();
    effects.write(
        new Effect(
            event,
            context.attempt(),
            succeeds,
            start,
            Instant.now(),
            ProcessHandle.current().pid()));
    if (!succeeds) {
      throw new IOException("attempt " + context.attempt() + " is meant to fail");
    }
    context.publish(EventDraft.of("load.done", data).id(event.followUpId()).key(event.key()));
  }

  /** The work is to wait, as for a mail server. */
  @SuppressWarnings("ThreadSleep")
  private static void work(long ms) throws InterruptedException {
    Thread.sleep(ms);
  }

  @Override
  public void close() throws IOException {
    effects.close();
  }

  /** Found by name in the child process. */
  public static final class Provider implements HandlerProvider<JsonNode> {
    @Override
    public String name() {
      return "slow";
    }

    @Override
    public Class<JsonNode> dataType() {
      return JsonNode.class;
    }

    @Override
    public EventHandler<JsonNode> create(HandlerSettings settings) {
      Path folder = settings.path("effects_dir");
      Duration longest = settings.duration("longest", Duration.ofMillis(400));
      String stuck = settings.string("never_returns_for", "");
      return new SlowHandler(EffectLog.open(folder), longest, stuck);
    }
  }
}
