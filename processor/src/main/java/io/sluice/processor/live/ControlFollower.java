package io.sluice.processor.live;

import io.sluice.processor.config.KafkaClientSettings;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.control.Control;
import io.sluice.processor.control.ControlCodec;
import io.sluice.processor.control.ControlRecord;
import io.sluice.processor.control.ControlState;
import io.sluice.schema.Durations;
import io.sluice.schema.TopicNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the control topic of a pipeline on a thread of its own, from its first record on, and
 * writes to it. While the broker is away, what held last holds on. Thread-safe.
 */
public final class ControlFollower implements Control, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlFollower.class);
  private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);
  private static final long LOOK_FOR_EXPIRED_EVERY_MS = 1_000;

  private final Map<String, Object> consumerSettings;
  private final String topic;
  private final LiveWriter writer;
  private final InstantSource clock;
  private final List<Consumer<ControlState>> followers = new CopyOnWriteArrayList<>();
  private final Object telling = new Object();
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "sluice-control");
  private volatile ControlState state = ControlState.nothing();
  private volatile @Nullable ControlReading reading;
  private volatile @Nullable String trouble;

  /**
   * Does nothing before {@link #start}.
   *
   * @param writer what says something; the caller closes it, after this
   * @param clock tells when a cancellation may be forgotten
   */
  public ControlFollower(PipelineConfig config, LiveWriter writer, InstantSource clock) {
    this.consumerSettings = KafkaClientSettings.consumer(config);
    this.topic = new TopicNames(config.pipeline()).control();
    this.writer = writer;
    this.clock = clock;
    thread.setDaemon(true);
  }

  /**
   * Begins to follow, and returns once all that was said before is known: a paused type must not
   * run because nobody has read yet that it is.
   *
   * @param patience how long to wait for that
   * @throws ControlStartException when the broker does not tell in time
   */
  public void start(Duration patience) {
    thread.start();
    try {
      if (caughtUp.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
    String why = trouble;
    throw new ControlStartException(
        "topic "
            + topic
            + ", which tells what is paused and cancelled, could not be read within "
            + Durations.format(patience)
            + (why == null ? "" : ": " + why)
            + "; check that its brokers run, and that this pipeline may read it",
        null);
  }

  @Override
  public ControlState state() {
    return state;
  }

  @Override
  public void follow(Consumer<ControlState> follower) {
    synchronized (telling) {
      followers.add(follower);
      follower.accept(state);
    }
  }

  @Override
  public void say(ControlRecord record) {
    writer.write(topic, ControlCodec.key(record), ControlCodec.write(record));
  }

  @Override
  public void takeBack(ControlRecord record) {
    writer.write(topic, ControlCodec.key(record), null);
  }

  @Override
  public void close() {
    closing.countDown();
    ControlReading open = reading;
    if (open != null) {
      open.wakeUp();
    }
    try {
      thread.join(BEFORE_NEXT_TRY.multipliedBy(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isClosing()) {
      try (ControlReading opened = new ControlReading(consumerSettings, topic)) {
        reading = opened;
        if (!isClosing()) {
          follow(opened);
        }
      } catch (WakeupException | InterruptException closed) {
        return;
      } catch (RuntimeException e) {
        // Whatever it was: a thread that is gone follows nothing any more, and nobody is told.
        tellTrouble(String.valueOf(e.getMessage()));
        await(BEFORE_NEXT_TRY);
      }
    }
  }

  private void follow(ControlReading opened) {
    opened.catchUp();
    forgetExpired(opened);
    publish(opened);
    trouble = null;
    caughtUp.countDown();
    long lookedAtMs = clock.millis();
    while (!isClosing()) {
      boolean changed = opened.more();
      long now = clock.millis();
      if (now - lookedAtMs >= LOOK_FOR_EXPIRED_EVERY_MS) {
        lookedAtMs = now;
        changed |= forgetExpired(opened);
      }
      if (changed) {
        publish(opened);
      }
    }
  }

  private boolean forgetExpired(ControlReading opened) {
    List<ControlRecord.Cancel> expired = opened.dropExpired(clock.millis());
    expired.forEach(this::takeBack);
    return !expired.isEmpty();
  }

  private void publish(ControlReading opened) {
    ControlState now = opened.state();
    synchronized (telling) {
      state = now;
      for (Consumer<ControlState> follower : followers) {
        tell(follower, now);
      }
    }
  }

  /** Whatever one of them makes of it, the others are told too, and so is what comes after. */
  private static void tell(Consumer<ControlState> follower, ControlState now) {
    try {
      follower.accept(now);
    } catch (RuntimeException e) {
      LOG.error("What was said to the pipeline could not be carried out", e);
    }
  }

  private void tellTrouble(String now) {
    if (!now.equals(trouble)) {
      LOG.warn("Topic {} cannot be read for now, and is tried again: {}", topic, now);
    }
    trouble = now;
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void await(Duration time) {
    try {
      if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }
}
