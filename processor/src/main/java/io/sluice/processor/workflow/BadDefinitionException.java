package io.sluice.processor.workflow;

/** Thrown where a definition contradicts itself, so that it cannot be run. */
public final class BadDefinitionException extends Exception {
  private static final long serialVersionUID = 1L;

  BadDefinitionException(String message) {
    super(message);
  }
}
