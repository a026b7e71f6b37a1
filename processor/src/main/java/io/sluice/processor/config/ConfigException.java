package io.sluice.processor.config;

import java.util.List;

/**
 * A {@code pipeline.yaml} cannot be used. The message is for the person who wrote the file: every
 * mistake found, one a line, with file, line, column and key, and what is allowed there.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> mistakes;

  /** Every mistake a line of its own. */
  public ConfigException(List<String> mistakes) {
    super(String.join("\n", mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** The mistakes in the order of the file, each one line of text. */
  public List<String> mistakes() {
    return mistakes;
  }
}
