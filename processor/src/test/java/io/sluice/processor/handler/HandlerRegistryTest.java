package io.sluice.processor.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlerRegistryTest {
  private static final EventHandler<Object> NOTHING = (data, context) -> {};

  @ParameterizedTest
  @CsvSource({
    "order.placed, order.placed",
    "order.paid, order.*",
    "order.eu.paid, order.#",
    "order, order.#",
    "order.eu.b2b.paid, order.*.b2b.#",
    "user.created, #"
  })
  void mostLiteralPattern_wins(String type, String expected) {
    HandlerRegistry registry =
        HandlerRegistry.builder()
            .on("#", Object.class, NOTHING)
            .on("order.*", Object.class, NOTHING)
            .on("order.#", Object.class, NOTHING)
            .on("order.*.b2b.#", Object.class, NOTHING)
            .on("order.placed", Object.class, NOTHING)
            .build();

    assertThat(registry.find(type).map(RegisteredHandler::name)).contains(expected);
  }

  @Test
  void unservedType_hasNoHandler() {
    HandlerRegistry registry = HandlerRegistry.builder().on("a.b", Object.class, NOTHING).build();

    assertThat(registry.find("a.c")).isEqualTo(Optional.empty());
  }

  @Test
  void secondHandlerOfOneType_isRefused() {
    HandlerRegistry.Builder builder = HandlerRegistry.builder().on("a.#", Object.class, NOTHING);

    assertThatThrownBy(() -> builder.on("a.#", Object.class, NOTHING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two handlers for type a.#");
  }
}
