package io.sluice.bench.contestant;

import java.util.function.Function;

/** The kinds of contestants. */
public enum Kind {
  SLUICE(SluicePipeline::new),
  STREAMS(StreamsPassThrough::new),
  CONSUMER(PlainConsumer::new),
  SPRING(SpringListener::new),
  PARALLEL(ParallelConsumerLoop::new);

  private final Function<Surroundings, Contestant> make;

  Kind(Function<Surroundings, Contestant> make) {
    this.make = make;
  }

  /** One that is not started yet. */
  public Contestant in(Surroundings surroundings) {
    return make.apply(surroundings);
  }
}
