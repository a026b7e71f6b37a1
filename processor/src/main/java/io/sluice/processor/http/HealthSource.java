package io.sluice.processor.http;

/**
 * Knows how the pipeline is. Called on the server's threads, so it must be quick and thread-safe.
 */
public interface HealthSource {
  /** Not up: nothing but a restart of the process will help. */
  Health live();

  /** Not up: events are not being processed at the moment. */
  Health ready();
}
