package io.sluice.processor.workflow;

import io.sluice.schema.EventIds;
import io.sluice.schema.avro.StepEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One workflow while something happens to it: its entries are read once, and written once at the
 * end, by {@link #save}.
 */
final class Case {
  /** Whoever looks at 100,000 members reads this much of each at the most. */
  private static final int LARGEST_WITH_NODE = 1_024;

  private final WorkflowStore store;
  private final String id;
  private final Head head;
  private final Map<Integer, Node> nodes = new HashMap<>();

  private Case(WorkflowStore store, String id, Head head) {
    this.store = store;
    this.id = id;
    this.head = head;
  }

  /** A workflow that is known; null when it is not. */
  static @Nullable Case find(WorkflowStore store, String id) {
    byte[] entry = store.get(Keys.head(id));
    return entry == null ? null : new Case(store, id, Head.read(entry));
  }

  static Case create(WorkflowStore store, String id, Head head) {
    return new Case(store, id, head);
  }

  String id() {
    return id;
  }

  Head head() {
    return head;
  }

  /** A node to be changed. */
  Node node(int number) {
    return nodes.computeIfAbsent(number, this::read);
  }

  /** A node to be looked at, of which there may be very many. */
  Node peek(int number) {
    Node known = nodes.get(number);
    return known == null ? read(number) : known;
  }

  /** Adds a node of the definition. */
  void add(int number, Node node, @Nullable StepEvent event) {
    nodes.put(number, node);
    if (event != null) {
      store.put(Keys.payload(id, number), bytes(event));
    }
  }

  /** What the event of a step is made of, which is needed once. */
  StepEvent takePayload(int number) {
    byte[] key = Keys.payload(id, number);
    byte[] bytes = store.get(key);
    if (bytes == null) {
      throw new IllegalStateException("step " + number + " of workflow " + id + " has no event");
    }
    store.delete(key);
    try {
      return StepEvent.fromByteBuffer(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps what a step's handler returned. */
  void keepResult(int number, byte[] result) {
    Node step = node(number);
    step.resultBytes = result.length;
    if (result.length <= LARGEST_WITH_NODE) {
      step.result = result;
    } else {
      store.put(Keys.result(id, number), result);
    }
  }

  /** The result of a step that has one. */
  byte[] result(int number, Node step) {
    byte[] result = step.result == null ? store.get(Keys.result(id, number)) : step.result;
    if (result == null) {
      throw new IllegalStateException("step " + number + " of workflow " + id + " has no result");
    }
    return result;
  }

  /** The id of a step's event, or what stands for it where a group is meant. */
  String eventId(int number) {
    return eventId(number, peek(number));
  }

  /** As above, of a node that has been looked at. */
  String eventId(int number, Node node) {
    return node.givenId.isEmpty() ? EventIds.ofStep(id, number) : node.givenId;
  }

  /**
   * Removes some nodes.
   *
   * @return the first number that is left
   */
  int delete(int from, int most) {
    int end = (int) Math.min(head.nodes, (long) from + most);
    for (int number = from; number < end; number++) {
      byte[] key = Keys.node(id, number);
      byte[] entry = store.get(key);
      if (entry == null) {
        continue;
      }
      Node node = Node.read(entry);
      if (node.isStep() && !node.begun) {
        store.delete(Keys.payload(id, number));
      }
      if (node.resultBytes > LARGEST_WITH_NODE) {
        store.delete(Keys.result(id, number));
      }
      store.delete(key);
    }
    return end;
  }

  /** Forgets the workflow altogether. */
  void forget() {
    store.delete(Keys.head(id));
  }

  /** Writes what has changed. */
  void save() {
    nodes.forEach((number, node) -> store.put(Keys.node(id, number), node.write()));
    nodes.clear();
    store.put(Keys.head(id), head.write());
  }

  private Node read(int number) {
    byte[] entry = store.get(Keys.node(id, number));
    if (entry == null) {
      throw new IllegalStateException("workflow " + id + " has no node " + number);
    }
    return Node.read(entry);
  }

  private static byte[] bytes(StepEvent event) {
    try {
      ByteBuffer buffer = event.toByteBuffer();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
