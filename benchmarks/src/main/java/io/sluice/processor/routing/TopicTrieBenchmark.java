package io.sluice.processor.routing;

import io.sluice.schema.TypePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Where a type goes among many bindings: by trie, by a loop over all, and once it is known. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before it measures.
public class TopicTrieBenchmark {
  private static final int TYPES = 1_024;
  private static final String[] SHAPES = {"%s.%s.%s", "%s.*.%s", "%s.%s.#", "%s.#.%s"};

  /** How many bindings the exchange has. */
  @Param({"10", "10000"})
  public int bindings;

  private final String[] types = new String[TYPES];
  private final List<TypePattern> patterns = new ArrayList<>();
  private TopicTrie<Integer> trie;
  private KnownRoutes known;
  private int next;

  @Setup
  public void bind() {
    SplittableRandom random = new SplittableRandom(3);
    List<Binding> all = new ArrayList<>();
    trie = new TopicTrie<>();
    for (int i = 0; i < bindings; i++) {
      String shape = SHAPES[i % SHAPES.length];
      String pattern = shape.formatted(word(random), word(random), word(random));
      patterns.add(TypePattern.parse(pattern));
      trie.add(pattern, i);
      all.add(Binding.toTopic("x", pattern, "topic-" + i % 100));
    }
    for (int i = 0; i < TYPES; i++) {
      types[i] = word(random) + "." + word(random) + "." + word(random);
    }
    Exchange exchange = new Exchange("x", Exchange.Type.TOPIC, null);
    known = new KnownRoutes(new RoutingTable("x", List.of(exchange), all));
  }

  private static String word(SplittableRandom random) {
    return "word" + random.nextInt(100);
  }

  @Benchmark
  public Object trie() {
    return trie.find(type());
  }

  @Benchmark
  public Object loop() {
    String type = type();
    List<TypePattern> found = new ArrayList<>();
    for (TypePattern pattern : patterns) {
      if (pattern.matches(type)) {
        found.add(pattern);
      }
    }
    return found;
  }

  /** As a router does for nearly every event: the type was seen before. */
  @Benchmark
  public Object knownType() {
    return known.topicsOf(type());
  }

  private String type() {
    next = (next + 1) % TYPES;
    return types[next];
  }
}
