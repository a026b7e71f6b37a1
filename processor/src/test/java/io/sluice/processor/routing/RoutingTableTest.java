package io.sluice.processor.routing;

import static io.sluice.processor.routing.Exchange.Type.DIRECT;
import static io.sluice.processor.routing.Exchange.Type.FANOUT;
import static io.sluice.processor.routing.Exchange.Type.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

  @Test
  void directExchange_takesTheKeyLetterByLetter() {
    RoutingTable table =
        table(
            List.of(exchange("x", DIRECT)),
            Binding.toTopic("x", "order.paid", "paid"),
            Binding.toTopic("x", "order.*", "spelt.so"),
            Binding.toTopic("x", "order.paid", "paid.too"));

    assertThat(table.route("order.paid").topics()).containsExactly("paid", "paid.too");
    assertThat(table.route("order.lost").topics()).isEmpty();
    assertThat(table.route("order.*").topics()).containsExactly("spelt.so");
  }

  @Test
  void fanoutExchange_asksForNothing() {
    RoutingTable table =
        table(
            List.of(exchange("x", FANOUT)),
            Binding.toTopic("x", "", "one"),
            Binding.toTopic("x", "other", "two"));

    assertThat(table.route("any").topics()).containsExactly("one", "two");
  }

  @Test
  void topic_getsAnEventOnceHoweverManyBindingsMatch() {
    RoutingTable table =
        table(
            List.of(exchange("x", TOPIC), exchange("y", FANOUT)),
            Binding.toTopic("x", "order.#", "orders"),
            Binding.toTopic("x", "#.paid", "orders"),
            Binding.toExchange("x", "#", "y"),
            Binding.toTopic("y", "", "orders"));

    Route route = table.route("order.paid");

    assertThat(route.topics()).containsExactly("orders");
    assertThat(route.visits().get(0).matched()).hasSize(3);
  }

  @Test
  void matchedBindings_areInTheOrderOfTheFile() {
    RoutingTable table =
        table(
            List.of(exchange("x", TOPIC)),
            Binding.toTopic("x", "#", "c"),
            Binding.toTopic("x", "a.b", "a"),
            Binding.toTopic("x", "*.b", "b"));

    assertThat(table.route("a.b").topics()).containsExactly("c", "a", "b");
  }

  @Test
  void circleOfExchanges_isPassedOnce() {
    RoutingTable table =
        table(
            List.of(exchange("x", TOPIC), exchange("y", TOPIC), exchange("z", FANOUT)),
            Binding.toExchange("x", "#", "y"),
            Binding.toExchange("y", "#", "z"),
            Binding.toExchange("z", "", "x"),
            Binding.toExchange("z", "", "z"),
            Binding.toTopic("z", "", "end"));

    Route route = table.route("a");

    assertThat(route.topics()).containsExactly("end");
    assertThat(names(route)).containsExactly("x", "y", "z");
  }

  @Test
  void alternate_takesWhatMatchesNoBinding() {
    RoutingTable table =
        table(
            List.of(exchange("x", TOPIC, "rest"), exchange("rest", FANOUT)),
            Binding.toTopic("x", "order.#", "orders"),
            Binding.toTopic("rest", "", "others"));

    assertThat(table.route("order.paid").topics()).containsExactly("orders");
    assertThat(table.route("user.new").topics()).containsExactly("others");
    assertThat(table.route("user.new").visits().get(0).matched()).isEmpty();
  }

  @Test
  void alternates_followOneAnother() {
    RoutingTable table =
        table(
            List.of(
                exchange("x", DIRECT, "y"), exchange("y", TOPIC, "z"), exchange("z", FANOUT, "x")),
            Binding.toTopic("y", "order.#", "orders"),
            Binding.toTopic("z", "", "others"));

    assertThat(table.route("order.paid").topics()).containsExactly("orders");
    assertThat(table.route("user.new").topics()).containsExactly("others");
  }

  /** As in RabbitMQ: the binding matched, so the alternate is not asked, wherever it leads. */
  @Test
  void alternate_isNotForWhatALaterExchangeRefuses() {
    RoutingTable table =
        table(
            List.of(exchange("x", TOPIC, "rest"), exchange("y", DIRECT), exchange("rest", FANOUT)),
            Binding.toExchange("x", "#", "y"),
            Binding.toTopic("y", "order.paid", "orders"),
            Binding.toTopic("rest", "", "others"));

    assertThat(table.route("user.new").isUnroutable()).isTrue();
  }

  @Test
  void circleOfAlternates_ends() {
    RoutingTable table =
        table(
            List.of(exchange("x", TOPIC, "y"), exchange("y", TOPIC, "x")),
            Binding.toTopic("y", "order.#", "orders"));

    assertThat(names(table.route("a"))).containsExactly("x", "y");
    assertThat(table.route("a").isUnroutable()).isTrue();
  }

  @Test
  void unreachableExchanges_areTold() {
    RoutingTable table =
        table(
            List.of(exchange("x", TOPIC, "y"), exchange("y", FANOUT), exchange("lost", FANOUT)),
            Binding.toExchange("lost", "", "x"));

    assertThat(table.unreachable()).containsExactly("lost");
  }

  @Test
  void unknownNames_areRefused() {
    List<Exchange> one = List.of(exchange("x", TOPIC));

    assertThatThrownBy(() -> table(one, Binding.toTopic("y", "#", "a")))
        .hasMessage("no exchange y");
    assertThatThrownBy(() -> table(one, Binding.toExchange("x", "#", "z")))
        .hasMessage("no exchange z");
    assertThatThrownBy(() -> table(List.of(exchange("x", TOPIC, "q")))).hasMessage("no exchange q");
    assertThatThrownBy(() -> table(List.of(exchange("x", TOPIC), exchange("x", DIRECT))))
        .hasMessage("two exchanges are named x");
    assertThatThrownBy(() -> new RoutingTable("e", one, List.of())).hasMessage("no exchange e");
  }

  private static RoutingTable table(List<Exchange> exchanges, Binding... bindings) {
    return new RoutingTable(exchanges.get(0).name(), exchanges, Arrays.asList(bindings));
  }

  private static Exchange exchange(String name, Exchange.Type type) {
    return exchange(name, type, null);
  }

  private static Exchange exchange(String name, Exchange.Type type, @Nullable String alternate) {
    return new Exchange(name, type, alternate);
  }

  private static List<String> names(Route route) {
    return route.visits().stream().map(visit -> visit.exchange().name()).toList();
  }
}
