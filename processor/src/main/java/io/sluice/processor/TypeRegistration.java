package io.sluice.processor;

import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.RegisteredHandler;
import io.sluice.schema.EventCodec;
import io.sluice.schema.RegistryUnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the schema of every type that has a handler of its own for an Avro class, so that
 * publishers who come later are held to it. A registry that cannot be reached does not hold up the
 * start: what is left is tried again.
 */
final class TypeRegistration {
  private static final Logger LOG = LoggerFactory.getLogger(TypeRegistration.class);

  private record Type(String name, Schema schema) {}

  private final EventCodec codec;
  private final HandlerRegistry handlers;
  private final Deque<Type> left = new ArrayDeque<>();

  TypeRegistration(EventCodec codec, HandlerRegistry handlers) {
    this.codec = codec;
    this.handlers = handlers;
    for (RegisteredHandler<?> handler : handlers.all()) {
      if (handler.pattern().isExact()
          && SpecificRecord.class.isAssignableFrom(handler.dataType())) {
        left.add(new Type(handler.name(), SpecificData.get().getSchema(handler.dataType())));
      }
    }
  }

  /**
   * What is wrong with the upcasters of the types that have handlers, a sentence each; empty where
   * the registry cannot tell.
   */
  List<String> upcasterFaults() {
    try {
      return codec.upcasterFaults(type -> handlers.find(type).isPresent());
    } catch (RegistryUnavailableException away) {
      return List.of();
    }
  }

  /**
   * Registers what is left.
   *
   * @return true if nothing is left
   * @throws io.sluice.schema.IncompatibleSchemaException when the registry refuses one
   */
  synchronized boolean register() {
    while (!left.isEmpty()) {
      Type type = left.getFirst();
      try {
        codec.registerType(type.name(), type.schema());
        left.removeFirst();
      } catch (RegistryUnavailableException e) {
        LOG.warn(
            "The schema of {} is not registered yet and will be: {}", type.name(), e.getMessage());
        return false;
      }
    }
    return true;
  }
}
