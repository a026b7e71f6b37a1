package io.sluice.processor;

import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.BookkeepingConfig;
import io.sluice.processor.config.ConfigException;
import io.sluice.processor.config.EngineConfig;
import io.sluice.processor.config.HandlerConfig;
import io.sluice.processor.config.OrderingConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.policy.Backoff;
import io.sluice.processor.policy.ErrorClasses;
import io.sluice.processor.policy.Limits;
import io.sluice.processor.policy.Ordering;
import io.sluice.processor.policy.Policies;
import io.sluice.processor.policy.RetryPolicy;
import io.sluice.processor.policy.WorkflowLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what a configuration says into policies. */
final class PolicyLoader {
  private final ClassLoader loader;

  PolicyLoader(ClassLoader loader) {
    this.loader = loader;
  }

  Policies load(PipelineConfig config) {
    Map<String, RetryPolicy> own = new HashMap<>();
    for (HandlerConfig handler : config.handlers()) {
      own.put(handler.type(), policy("handlers." + handler.type() + ".retry", handler.retry()));
    }
    return new Policies(
        bookkeeping(config.bookkeeping()),
        policy("retry", config.retry()),
        own,
        ordering(config.ordering()),
        limits(config),
        new WorkflowLimits(
            config.engine().guarantee() == EngineConfig.Guarantee.EXACTLY_ONCE,
            config.workflows().maxResultBytes(),
            config.workflows().maxResultsBytes(),
            config.workflows().retention()));
  }

  private static Policies.Bookkeeping bookkeeping(BookkeepingConfig config) {
    return new Policies.Bookkeeping(
        config.dedupe().enabled(),
        config.dedupe().window(),
        config.status(),
        (int) config.stackTraceBytes());
  }

  private static Ordering ordering(OrderingConfig config) {
    return new Ordering(
        switch (config.ordering()) {
          case KEY -> Ordering.Mode.KEY;
          case NONE -> Ordering.Mode.NONE;
        },
        switch (config.onDeadLetter()) {
          case RELEASE -> Ordering.OnDeadLetter.RELEASE;
          case HOLD -> Ordering.OnDeadLetter.HOLD;
          case DEAD_LETTER -> Ordering.OnDeadLetter.DEAD_LETTER;
        },
        config.maxParkedPerKey(),
        switch (config.onParkedFull()) {
          case DEAD_LETTER -> Ordering.OnParkedFull.DEAD_LETTER;
          case HOLD_BACK -> Ordering.OnParkedFull.HOLD_BACK;
        });
  }

  private static Limits limits(PipelineConfig config) {
    EngineConfig engine = config.engine();
    Map<String, Integer> concurrency = new HashMap<>();
    Map<String, Optional<Duration>> timeLimits = new HashMap<>();
    for (HandlerConfig handler : config.handlers()) {
      if (handler.limits().concurrency() < engine.concurrency()) {
        concurrency.put(handler.type(), handler.limits().concurrency());
      }
      timeLimits.put(handler.type(), Optional.ofNullable(handler.limits().timeLimit()));
    }
    return new Limits(
        engine.concurrency(),
        concurrency,
        engine.timeLimit(),
        timeLimits,
        engine.maxInFlight(),
        engine.maxInFlightBytes());
  }

  private RetryPolicy policy(String where, RetryConfig retry) {
    return new RetryPolicy(
        retry.maxAttempts(),
        backoff(retry.backoff()),
        retry.timeout(),
        classes(where + ".retry_on", retry.retryOn()),
        classes(where + ".dead_letter_on", retry.deadLetterOn()),
        classes(where + ".discard_on", retry.discardOn()));
  }

  private static Backoff backoff(BackoffConfig config) {
    Backoff.Waits waits;
    if (config.waits() instanceof BackoffConfig.Exponential growing) {
      waits = new Backoff.Exponential(growing.delay(), growing.multiplier());
    } else if (config.waits() instanceof BackoffConfig.Listed listed) {
      waits = new Backoff.Listed(listed.delays());
    } else {
      throw new IllegalArgumentException("unknown waits: " + config.waits());
    }
    return new Backoff(waits, config.maxDelay(), config.jitter());
  }

  private ErrorClasses classes(String where, List<String> names) {
    List<Class<? extends Throwable>> classes = new ArrayList<>();
    for (String name : names) {
      classes.add(exception(where, name));
    }
    return new ErrorClasses(classes);
  }

  /** A misspelt class would silently match nothing, so it is refused. */
  private Class<? extends Throwable> exception(String where, String name) {
    try {
      return Class.forName(name, false, loader).asSubclass(Throwable.class);
    } catch (ClassNotFoundException e) {
      throw mistake(
          where
              + ": no class "
              + name
              + " on the class path; write it in full, as java.net.ConnectException"
              + " (an inner class as Outer$Inner)");
    } catch (ClassCastException e) {
      throw mistake(where + ": " + name + " is no exception class");
    }
  }

  private static ConfigException mistake(String message) {
    return new ConfigException(List.of(message));
  }
}
