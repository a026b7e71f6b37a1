package io.sluice.processor.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer whose sleep in {@code poll} is watched: before it, the thread's stages are asked how
 * long it may sleep and what may be read; a wake-up ends it without an error.
 *
 * <p>Both of Kafka's consumers take no wake-up between having fetched records and returning them,
 * so none is lost by it. A wake-up that comes too late for a poll meets the next blocking call
 * instead, which is then made once more.
 *
 * <p>A proxy, since {@code Consumer} has some sixty methods of which three matter here.
 */
final class WatchedConsumer implements InvocationHandler {
  private final Consumer<byte[], byte[]> consumer;
  private final StreamThreads threads;
  private final Brake brake;

  private WatchedConsumer(Consumer<byte[], byte[]> consumer, StreamThreads threads) {
    this.consumer = consumer;
    this.threads = threads;
    this.brake = new Brake(consumer, threads);
  }

  @SuppressWarnings("unchecked")
  static Consumer<byte[], byte[]> of(Consumer<byte[], byte[]> consumer, StreamThreads threads) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            WatchedConsumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            new WatchedConsumer(consumer, threads));
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
    switch (method.getName()) {
      case "poll":
        return poll((Duration) java.util.Objects.requireNonNull(first));
      case "pause":
        brake.streamsPaused((Collection<TopicPartition>) java.util.Objects.requireNonNull(first));
        break;
      case "resume":
        brake.streamsResumed((Collection<TopicPartition>) java.util.Objects.requireNonNull(first));
        return null;
      default:
        break;
    }
    try {
      return called(method, arguments);
    } catch (WakeupException stray) {
      return called(method, arguments);
    }
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration longest) {
    Pulse pulse = threads.pulse();
    brake.set(pulse.reading());
    long sleepMs =
        pulse.beforeSleep(longest.toMillis(), threads.clock().millis(), consumer::wakeup);
    try {
      return consumer.poll(Duration.ofMillis(sleepMs));
    } catch (WakeupException woken) {
      return ConsumerRecords.empty();
    } finally {
      pulse.afterSleep();
    }
  }

  private @Nullable Object called(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(consumer, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** Which partitions are held back, apart from those that Kafka Streams itself has paused. */
  private static final class Brake {
    private final Consumer<byte[], byte[]> consumer;
    private final String retryTopic;
    private final String workflowTopic;
    private final Set<TopicPartition> pausedByStreams = new HashSet<>();
    private Watched.Reading reading = Watched.Reading.ALL;

    Brake(Consumer<byte[], byte[]> consumer, StreamThreads threads) {
      this.consumer = consumer;
      this.retryTopic = threads.retryTopic();
      this.workflowTopic = threads.workflowTopic();
    }

    void streamsPaused(Collection<TopicPartition> partitions) {
      pausedByStreams.addAll(partitions);
    }

    /** Resumes what is not held back; the rest follows when the brake is released. */
    void streamsResumed(Collection<TopicPartition> partitions) {
      pausedByStreams.removeAll(partitions);
      Set<TopicPartition> free = new HashSet<>(partitions);
      free.removeIf(this::isHeld);
      consumer.resume(free);
    }

    /** Partitions that were assigned meanwhile are paused by the next call. */
    void set(Watched.Reading wanted) {
      if (wanted == Watched.Reading.ALL && reading == Watched.Reading.ALL) {
        return;
      }
      reading = wanted;
      Set<TopicPartition> assigned = consumer.assignment();
      pausedByStreams.retainAll(assigned);
      Set<TopicPartition> held = new HashSet<>();
      Set<TopicPartition> free = new HashSet<>();
      for (TopicPartition partition : assigned) {
        if (isHeld(partition)) {
          held.add(partition);
        } else if (!pausedByStreams.contains(partition)) {
          free.add(partition);
        }
      }
      consumer.pause(held);
      consumer.resume(free);
    }

    /**
     * While nothing is read, the topic of workflows is not read either: a consumer has one fetch at
     * a time under way with a broker, and one for a topic that is empty stays there for {@code
     * fetch.max.wait.ms}, whatever is resumed meanwhile. It left less than a twentieth of the
     * speed.
     */
    private boolean isHeld(TopicPartition partition) {
      return switch (reading) {
        case ALL -> false;
        case RETRIES ->
            !partition.topic().equals(retryTopic) && !partition.topic().equals(workflowTopic);
        case NOTHING -> true;
      };
    }
  }
}
