package io.sluice.processor.topology;

/** No binding of a router leads a type to a topic. */
final class UnroutableTypeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnroutableTypeException(String type) {
    super("no binding leads type \"" + type + "\" to a topic");
  }
}
