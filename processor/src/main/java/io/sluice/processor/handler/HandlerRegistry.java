package io.sluice.processor.handler;

import io.sluice.schema.TypePattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which handler serves which type. An exact type wins over every pattern; among patterns the one
 * with more literal words wins, then the one registered first. Immutable and thread-safe.
 */
public final class HandlerRegistry {
  private final Map<String, RegisteredHandler<?>> exact;
  private final List<RegisteredHandler<?>> patterns;

  private HandlerRegistry(Builder builder) {
    this.exact = Map.copyOf(builder.exact);
    List<RegisteredHandler<?>> sorted = new ArrayList<>(builder.patterns);
    sorted.sort(
        Comparator.comparingInt(
            (RegisteredHandler<?> handler) -> -handler.pattern().literalWords()));
    this.patterns = List.copyOf(sorted);
  }

  /** Starts an empty registry. */
  public static Builder builder() {
    return new Builder();
  }

  /** The handler of a type; empty when nobody serves it. */
  public Optional<RegisteredHandler<?>> find(String type) {
    RegisteredHandler<?> handler = exact.get(type);
    if (handler != null) {
      return Optional.of(handler);
    }
    for (RegisteredHandler<?> candidate : patterns) {
      if (candidate.pattern().matches(type)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Every handler, each once. */
  public List<RegisteredHandler<?>> all() {
    List<RegisteredHandler<?>> all = new ArrayList<>(exact.values());
    all.addAll(patterns);
    return List.copyOf(all);
  }

  /** Collects handlers. Not thread-safe. */
  public static final class Builder {
    private final Map<String, RegisteredHandler<?>> exact = new HashMap<>();
    private final List<RegisteredHandler<?>> patterns = new ArrayList<>();

    private Builder() {}

    /**
     * Registers a handler.
     *
     * @param typeOrPattern {@code user.welcome_email}, {@code github.#}, {@code order.*.paid}
     * @param dataType what the handler is given as data
     * @throws IllegalArgumentException when the pattern is malformed or already taken
     */
    public <T> Builder on(
        String typeOrPattern, Class<T> dataType, EventHandler<? super T> handler) {
      TypePattern pattern = TypePattern.parse(typeOrPattern);
      RegisteredHandler<T> registered = new RegisteredHandler<>(pattern, dataType, handler);
      if (exact.containsKey(typeOrPattern)
          || patterns.stream().anyMatch(other -> other.name().equals(typeOrPattern))) {
        throw new IllegalArgumentException("two handlers for type " + typeOrPattern);
      }
      if (pattern.isExact()) {
        exact.put(typeOrPattern, registered);
      } else {
        patterns.add(registered);
      }
      return this;
    }

    /**
     * Registers an async handler. A method of its own, since a lambda that returns a stage is an
     * {@link EventHandler} too, whose stage nobody would wait for.
     *
     * @param typeOrPattern as in {@link #on}
     * @param dataType what the handler is given as data
     * @throws IllegalArgumentException when the pattern is malformed or already taken
     */
    public <T> Builder onAsync(
        String typeOrPattern, Class<T> dataType, AsyncEventHandler<? super T> handler) {
      return on(typeOrPattern, dataType, handler);
    }

    /**
     * Registers a handler whose returned value is the event's result.
     *
     * @param typeOrPattern as in {@link #on}
     * @param dataType what the handler is given as data
     * @throws IllegalArgumentException when the pattern is malformed or already taken
     */
    public <T> Builder returning(
        String typeOrPattern, Class<T> dataType, ResultHandler<? super T, ?> handler) {
      return on(typeOrPattern, dataType, handler);
    }

    /** The finished registry. */
    public HandlerRegistry build() {
      return new HandlerRegistry(this);
    }
  }
}
