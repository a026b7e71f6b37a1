package io.sluice.processor.routing;

/**
 * What matches a key goes on to a topic or to another exchange.
 *
 * @param exchange the exchange it belongs to
 * @param key what a type is compared with; empty where the exchange has no keys
 * @param to where it goes
 * @param place file, line and column, for a person; empty when it was made in code
 */
public record Binding(String exchange, String key, Destination to, String place) {

  /** A binding to a topic. */
  public static Binding toTopic(String exchange, String key, String topic) {
    return new Binding(exchange, key, new Destination.Topic(topic), "");
  }

  /** A binding to another exchange. */
  public static Binding toExchange(String exchange, String key, String other) {
    return new Binding(exchange, key, new Destination.ToExchange(other), "");
  }
}
