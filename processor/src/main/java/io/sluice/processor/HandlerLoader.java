package io.sluice.processor;

import io.sluice.processor.config.ConfigException;
import io.sluice.processor.config.HandlerConfig;
import io.sluice.processor.config.PipelineConfig;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerRegistry;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.processor.handler.SettingException;
import io.sluice.schema.Upcasters;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the handlers that a {@code pipeline.yaml} names, from the providers on the class path, and
 * finds the upcasters beside them.
 */
public final class HandlerLoader {
  private final ClassLoader loader;
  private final Map<String, HandlerProvider<?>> providers = new TreeMap<>();

  /** Finds every provider that {@code loader} can see. */
  public HandlerLoader(ClassLoader loader) {
    this.loader = loader;
    for (HandlerProvider<?> provider : ServiceLoader.load(HandlerProvider.class, loader)) {
      providers.put(provider.name(), provider);
      providers.put(provider.getClass().getName(), provider);
    }
  }

  /**
   * Makes every handler of the configuration.
   *
   * @throws ConfigException when a handler is not to be found, or its settings are wrong
   */
  public HandlerRegistry load(PipelineConfig config) {
    HandlerRegistry.Builder handlers = HandlerRegistry.builder();
    for (HandlerConfig entry : config.handlers()) {
      add(handlers, entry, provider(entry));
    }
    return handlers.build();
  }

  /**
   * Every upcaster that the loader can see.
   *
   * @throws ConfigException when one cannot be made, or two contradict each other
   */
  public Upcasters upcasters() {
    try {
      return Upcasters.onClassPath(loader);
    } catch (IllegalArgumentException e) {
      throw mistake(String.valueOf(e.getMessage()));
    }
  }

  private HandlerProvider<?> provider(HandlerConfig entry) {
    HandlerProvider<?> provider = providers.get(entry.handler());
    if (provider == null) {
      throw mistake(
          where(entry)
              + "no handler named \""
              + entry.handler()
              + "\" is on the class path (found: "
              + names()
              + "); name its HandlerProvider in META-INF/services/"
              + HandlerProvider.class.getName());
    }
    return provider;
  }

  private <T> void add(
      HandlerRegistry.Builder handlers, HandlerConfig entry, HandlerProvider<T> provider) {
    HandlerSettings settings = HandlerSettings.of(entry.config());
    try {
      EventHandler<T> handler = provider.create(settings);
      refuseUnknown(entry, settings);
      handlers.on(entry.type(), provider.dataType(), handler);
    } catch (SettingException e) {
      throw mistake(where(entry) + "config." + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw mistake(where(entry) + e.getMessage());
    }
  }

  private static void refuseUnknown(HandlerConfig entry, HandlerSettings settings) {
    Set<String> unread = settings.unread();
    if (!unread.isEmpty()) {
      throw mistake(
          where(entry)
              + "config: handler "
              + entry.handler()
              + " knows no setting "
              + String.join(", ", unread)
              + " (allowed: "
              + String.join(", ", settings.known())
              + ")");
    }
  }

  private String names() {
    String names =
        String.join(
            ", ", providers.keySet().stream().filter(name -> name.indexOf('.') < 0).toList());
    return names.isEmpty() ? "none" : names;
  }

  private static String where(HandlerConfig entry) {
    return entry.where() == null ? "handlers." + entry.type() + ": " : entry.where() + ": ";
  }

  private static ConfigException mistake(String message) {
    return new ConfigException(List.of(message));
  }
}
