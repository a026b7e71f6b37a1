package io.sluice.processor.routing;

/** Where a binding leads. */
public sealed interface Destination {
  /** The topic's or exchange's name. */
  String name();

  /** A topic: the end of the way. */
  record Topic(String name) implements Destination {}

  /** Another exchange, which decides further. */
  record ToExchange(String name) implements Destination {}
}
