package io.sluice.bench.contestant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that handles events. Made for one run: started once, closed once. */
public interface Contestant extends AutoCloseable {
  /** Starts to read the topic from its beginning; returns before the first event is handled. */
  void start(EventWork work) throws Exception;

  /** Why it will handle no more events; null while it may. */
  default @Nullable String failure() {
    return null;
  }

  /** Finishes and commits what is in hand. */
  @Override
  void close() throws Exception;

  /**
   * What is wrong with what it emitted, asked after it was closed; empty for one that promises
   * nothing beyond handling.
   */
  default List<String> emittedProblems(int events) {
    return List.of();
  }
}
