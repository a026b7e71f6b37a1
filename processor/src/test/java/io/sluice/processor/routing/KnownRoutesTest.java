package io.sluice.processor.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KnownRoutesTest {
  private final KnownRoutes routes =
      new KnownRoutes(
          new RoutingTable(
              "x",
              List.of(new Exchange("x", Exchange.Type.TOPIC, null)),
              List.of(Binding.toTopic("x", "order.#", "orders"))));

  @Test
  void typesWithoutEnd_doNotFillTheMemory() {
    for (int i = 0; i < 2 * KnownRoutes.MOST; i++) {
      assertThat(routes.topicsOf("order." + i)).containsExactly("orders");
    }

    assertThat(routes.size()).isEqualTo(KnownRoutes.MOST);
  }

  @Test
  void veryLongType_isRoutedAndNotKept() {
    assertThat(routes.topicsOf("order." + "x".repeat(KnownRoutes.LONGEST)))
        .containsExactly("orders");
    assertThat(routes.size()).isZero();
  }

  @Test
  void unroutableType_isKnownToo() {
    assertThat(routes.topicsOf("user.new")).isEmpty();
    assertThat(routes.topicsOf("user.new")).isEmpty();
    assertThat(routes.size()).isOne();
  }
}
