package io.sluice.schema;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * No usable answer from the schema registry: refused, timed out, 5xx, 429, or credentials that it
 * does not take. Passing: says nothing about the event, which must wait.
 */
public final class RegistryUnavailableException extends EventFormatException {

  private static final long serialVersionUID = 1L;

  private final String address;
  private final Duration tried;

  public RegistryUnavailableException(
      String address, Duration tried, String reason, @Nullable Throwable cause) {
    super(
        "schema registry "
            + address
            + " gave no usable answer in "
            + Durations.format(tried)
            + ": "
            + reason,
        cause);
    this.address = address;
    this.tried = tried;
  }

  /** The addresses tried, comma-separated, without credentials. */
  public String address() {
    return address;
  }

  /** How long this call kept trying. */
  public Duration tried() {
    return tried;
  }

  @Override
  public boolean isPassing() {
    return true;
  }
}
