package io.sluice.processor.topology;

import io.sluice.processor.metrics.PipelineMetrics;
import io.sluice.processor.routing.RoutingTable;
import io.sluice.schema.EventCodec;
import io.sluice.schema.TopicNames;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A router: from its sources to the topics that the events' types lead to. It remembers nothing.
 * Alone it is a topology of its own; beside a pipeline it is one more part of the pipeline's.
 */
public final class RouterTopology {
  /**
   * Kafka Streams counts the parts of a topology in the order of their sources' names, and names
   * tasks and changelogs by that count: this one must come after those of a pipeline, so that a
   * router put in or taken out leaves the pipeline's state where it is.
   */
  static final String SOURCE = "to-route";

  static final String ROUTE = "route";
  static final String TO_ROUTED = "routed";
  static final String TO_UNROUTED = "unrouted";

  private static final String EMPTY_STORE = "empty";

  private RouterTopology() {}

  /**
   * What a router is.
   *
   * @param names the topics of the router, or of the pipeline that it is inside of
   * @param sources where its events come from
   * @param table where they go
   */
  public record Plan(TopicNames names, List<String> sources, RoutingTable table) {}

  /**
   * What a router lives in.
   *
   * @param codec bytes to events
   * @param metrics what the operator sees
   * @param waiting how it waits for the schema registry
   * @param partitions how many each source has; empty where nobody counted
   */
  public record Surroundings(
      EventCodec codec,
      PipelineMetrics metrics,
      PipelineTopology.Waiting waiting,
      Map<String, Integer> partitions) {
    /** Those of the pipeline around it. */
    public static Surroundings of(PipelineTopology.Surroundings pipeline) {
      return new Surroundings(
          pipeline.codec(), pipeline.metrics(), pipeline.waiting(), pipeline.topics().partitions());
    }
  }

  /** A router that runs alone. */
  public static Topology of(Plan plan, Surroundings surroundings) {
    Topology topology = new Topology();
    addTo(topology, plan, surroundings);
    topology.addStateStore(emptyStore(), ROUTE);
    return topology;
  }

  /**
   * Kafka Streams keeps a name for its transactions in the state folder, but only where something
   * is stored there. Under a new name after a crash, the transaction that was left open would hold
   * up all readers of the destinations until it times out; under the old one it ends at once.
   */
  private static StoreBuilder<?> emptyStore() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(EMPTY_STORE), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingDisabled();
  }

  /** Adds a router to what runs already; the two share nothing but the topics they both name. */
  public static void addTo(Topology topology, Plan plan, Surroundings surroundings) {
    EventReader.Factory readers =
        new EventReader.Factory(
            surroundings.codec(), surroundings.metrics(), surroundings.waiting());
    surroundings.metrics().routesTo(plan.table().topics());
    topology.addSource(
        SOURCE,
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer(),
        plan.sources().toArray(new String[0]));
    topology.addProcessor(
        ROUTE, () -> new RouteEvents(plan, readers, surroundings.partitions()), SOURCE);
    topology.addSink(
        TO_ROUTED,
        new Outbound.ToItsTopic(),
        new ByteArraySerializer(),
        new Outbound.ValueSerializer(),
        ROUTE);
    topology.addSink(
        TO_UNROUTED,
        plan.names().dlq(),
        new ByteArraySerializer(),
        new Outbound.ValueSerializer(),
        ROUTE);
  }
}
