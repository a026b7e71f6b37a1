package io.sluice.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the micro-benchmarks whose names match, with what they allocate. */
final class JmhRun {
  private final String pattern;
  private final boolean quick;

  JmhRun(String pattern, boolean quick) {
    this.pattern = pattern;
    this.quick = quick;
  }

  /** The exit code. */
  int run() throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(pattern)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .forks(1);
    if (quick) {
      options
          .warmupIterations(1)
          .warmupTime(TimeValue.milliseconds(200))
          .measurementIterations(1)
          .measurementTime(TimeValue.milliseconds(200));
    }
    return new Runner(options.build()).run().isEmpty() ? 1 : 0;
  }
}
