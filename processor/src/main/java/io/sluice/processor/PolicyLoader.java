package io.sluice.processor;

import io.sluice.processor.config.BackoffConfig;
import io.sluice.processor.config.ConfigException;
import io.sluice.processor.config.HandlerConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.config.RetryConfig;
import io.sluice.processor.policy.Backoff;
import io.sluice.processor.policy.ErrorClasses;
import io.sluice.processor.policy.Policies;
import io.sluice.processor.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns what a configuration says of retries and dedupe into policies. */
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
    return new Policies(config.dedupe().window(), policy("retry", config.retry()), own);
  }

  private RetryPolicy policy(String where, RetryConfig retry) {
    BackoffConfig backoff = retry.backoff();
    return new RetryPolicy(
        retry.maxAttempts(),
        new Backoff(backoff.delay(), backoff.multiplier(), backoff.maxDelay(), backoff.jitter()),
        retry.timeout(),
        classes(where + ".retry_on", retry.retryOn()),
        classes(where + ".dead_letter_on", retry.deadLetterOn()),
        classes(where + ".discard_on", retry.discardOn()));
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
