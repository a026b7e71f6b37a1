package io.sluice.processor.topics;

import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RoutingConfig;
import io.sluice.schema.TopicNames;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Checks that what a router reads and writes is there, and is no pipeline's own, and makes the
 * topic of its dead letters. A topic that is missing must be known at the start: a record for it
 * would stop its whole task. Not thread-safe.
 */
public final class RouterTopics {
  /** How long news of a topic just made takes to reach every broker, and then some. */
  private static final Duration NEWS = Duration.ofSeconds(1);

  private final BrokerCalls calls;
  private final TopicAdmin topics;

  /**
   * Uses, and leaves open, the given client.
   *
   * @param addresses of the broker, for a person
   * @param patience how long to wait for a broker that does not answer
   * @param clock measures that wait where the client does not
   */
  public RouterTopics(Admin admin, String addresses, Duration patience, InstantSource clock) {
    this.calls = new BrokerCalls(addresses, patience, clock);
    this.topics = new TopicAdmin(admin, calls);
  }

  /**
   * Checks sources and destinations; changes nothing.
   *
   * @return the partition counts of the sources
   * @throws TopicException with every topic that is missing, or is a pipeline's own, one a line
   * @throws BrokerUnavailableException when no broker answers in time
   */
  public Map<String, Integer> check(RoutingConfig routing) {
    topics.awaitBroker();
    Set<String> needed = new LinkedHashSet<>(routing.sources());
    needed.addAll(routing.destinations().keySet());
    Map<String, Integer> found = new TreeMap<>();
    calls.within(
        NEWS,
        () -> {
          found.putAll(topics.partitions(needed));
          return found.size() == needed.size();
        });
    Map<String, String> owned = owned(needed);
    List<String> faults = new ArrayList<>();
    for (String source : routing.sources()) {
      sourceFault(source, owned, found.keySet()).ifPresent(faults::add);
    }
    routing
        .destinations()
        .forEach(
            (topic, place) ->
                bindingFault(topic, owned, found.keySet())
                    .map(fault -> (place.isEmpty() ? "" : place + ": ") + fault)
                    .ifPresent(faults::add));
    if (!faults.isEmpty()) {
      throw new TopicException(String.join("\n", faults));
    }
    found.keySet().retainAll(routing.sources());
    return found;
  }

  /** Those of the topics where a pipeline keeps its own account, and how one can tell. */
  private Map<String, String> owned(Set<String> needed) {
    Map<String, Map<String, String>> signs = new LinkedHashMap<>();
    needed.forEach(topic -> signs.put(topic, Bookkeeping.signs(topic)));
    Set<String> asked = new LinkedHashSet<>();
    signs.values().forEach(ofOne -> asked.addAll(ofOne.keySet()));
    Set<String> there = asked.isEmpty() ? Set.of() : topics.visible(asked);
    Map<String, String> owned = new LinkedHashMap<>();
    signs.forEach(
        (topic, ofOne) ->
            ofOne.forEach(
                (sign, pipeline) -> {
                  if (there.contains(sign)) {
                    owned.putIfAbsent(
                        topic,
                        "which pipeline " + pipeline + " keeps for itself (there is " + sign + ")");
                  }
                }));
    return owned;
  }

  private static Optional<String> sourceFault(
      String source, Map<String, String> owned, Set<String> there) {
    if (owned.containsKey(source)) {
      return Optional.of(
          "source topic "
              + source
              + ", "
              + owned.get(source)
              + ": what lies there is not to be routed; name another in sources: of the router");
    }
    return there.contains(source)
        ? Optional.empty()
        : Optional.of("source topic " + source + absent(source) + "sources: of the router");
  }

  private static Optional<String> bindingFault(
      String topic, Map<String, String> owned, Set<String> there) {
    if (owned.containsKey(topic)) {
      return Optional.of(
          "binding to "
              + topic
              + ", "
              + owned.get(topic)
              + ": no event belongs there; name another topic, such as "
              + topic
              + ".events");
    }
    return there.contains(topic)
        ? Optional.empty()
        : Optional.of("binding to a missing topic: " + topic + absent(topic) + "the binding");
  }

  private static String absent(String topic) {
    return " does not exist; create it (sluice topics create "
        + topic
        + " --partitions 3), or correct ";
  }

  /**
   * Makes the topic of the dead letters, as wide as the widest source, unless it is there.
   *
   * @param settings the router's
   * @param sources the partition counts of the sources
   * @throws TopicException when it may not be made
   */
  public void makeDeadLetters(PipelineConfig settings, Map<String, Integer> sources) {
    TopicNames names = new TopicNames(settings.pipeline());
    NewTopic dlq =
        new OwnTopics(names, settings.topics()).deadLetters(Collections.max(sources.values()));
    if (topics.partitions(List.of(names.dlq())).isEmpty()) {
      topics.create(List.of(dlq));
      topics.awaitLeaders(Map.of(names.dlq(), 1));
    }
  }
}
