package io.sluice.processor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which topics exist. A handler that publishes to a missing one must fail by itself: the send would
 * take the whole task with it. Thread-safe.
 *
 * <p>What exists is remembered for good, what does not for a few seconds. Where the broker does not
 * answer, a topic is taken to exist: the send will wait for the broker anyway.
 */
final class TopicDirectory implements Predicate<String> {
  private static final Logger LOG = LoggerFactory.getLogger(TopicDirectory.class);
  private static final Duration MISSING_FOR = Duration.ofSeconds(5);
  private static final Duration ASK_FOR = Duration.ofSeconds(5);

  private final Admin admin;
  private final InstantSource clock;
  private final Set<String> existing = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> missingUntilMs = new ConcurrentHashMap<>();

  TopicDirectory(Admin admin, InstantSource clock) {
    this.admin = admin;
    this.clock = clock;
  }

  @Override
  public boolean test(String topic) {
    if (existing.contains(topic)) {
      return true;
    }
    Long until = missingUntilMs.get(topic);
    return (until == null || clock.millis() >= until) && ask(topic);
  }

  private boolean ask(String topic) {
    try {
      admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get(ASK_FOR.toMillis(), TimeUnit.MILLISECONDS);
      existing.add(topic);
      return true;
    } catch (ExecutionException e) {
      return !isMissing(topic, e.getCause());
    } catch (TimeoutException e) {
      LOG.warn("No answer whether topic {} exists; taken to exist", topic);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean isMissing(String topic, @Nullable Throwable cause) {
    if (cause instanceof UnknownTopicOrPartitionException) {
      missingUntilMs.put(topic, clock.millis() + MISSING_FOR.toMillis());
      return true;
    }
    LOG.warn("Cannot tell whether topic {} exists; taken to exist", topic, cause);
    return false;
  }
}
