package io.sluice.processor.handler;

/**
 * Makes a handler from the settings in {@code pipeline.yaml}. Found by {@link
 * java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/io.sluice.processor.handler.HandlerProvider}. Needs a public constructor
 * without parameters.
 *
 * @param <T> what the handler is given as data
 */
public interface HandlerProvider<T> {
  /** The name by which {@code handler:} in {@code pipeline.yaml} asks for this handler. */
  String name();

  /** The class that the payload is turned into: a SpecificRecord, GenericRecord or JsonNode. */
  Class<T> dataType();

  /**
   * Makes the handler; called once for each entry that names it.
   *
   * @throws SettingException when a setting is missing or has a bad value
   */
  EventHandler<T> create(HandlerSettings settings);
}
