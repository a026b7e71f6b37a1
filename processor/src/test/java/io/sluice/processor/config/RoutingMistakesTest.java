package io.sluice.processor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads who made a mistake in routing.yaml, word for word. */
final class RoutingMistakesTest {
  private static final String NEEDED =
      """
      router: shop-router
      sources: [shop.inbound]
      kafka: {bootstrap.servers: "127.0.0.1:9092"}
      schema_registry: {schema.registry.url: "http://127.0.0.1:8081"}
      entry: shop
      exchanges: {shop: {type: topic}, all: {type: fanout}, exact: {type: direct}}
      bindings:
        - {exchange: shop, key: "#", topic: shop.all}
      """;

  @TempDir Path folder;

  /** Each is one binding added as line 9. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {exchange: shp, key: a, topic: t}         | 9:16: bindings[1].exchange: no exchange "shp"; did you mean shop? (there are: shop, all, exact)
          {key: a, topic: t}                        | 9:5: bindings[1].exchange: is missing; name the exchange that it belongs to
          {exchange: shop, topic: t}                | 9:5: bindings[1].key: is missing; give an event type, or on a topic exchange a pattern such as "order.*.paid"
          {exchange: shop, key: a}                  | 9:5: bindings[1].topic: is missing: the binding leads nowhere; give topic or to_exchange
          {exchange: shop, key: a, topic: t, to_exchange: all} | 9:53: bindings[1].to_exchange: stands beside topic; write a binding for each
          {exchange: shop, key: a, to_exchange: al} | 9:43: bindings[1].to_exchange: no exchange "al"; did you mean all? (there are: shop, all, exact)
          {exchange: shop, key: a, topic: a/b}      | 9:37: bindings[1].topic: expected a topic's name (letters, digits, '.', '_' and '-'), found "a/b"
          {exchange: shop, key: a, topic: shop.inbound} | 9:37: bindings[1].topic: shop.inbound is a source of this router: its events would come back to it for ever
          {exchange: shop, key: a, topic: shop-router.dlq} | 9:37: bindings[1].topic: shop-router.dlq is a topic that Sluice writes itself, and only Sluice may
          {exchange: shop, key: a, topic: shop-router.workflow} | 9:37: bindings[1].topic: shop-router.workflow is a topic that Sluice writes itself, and only Sluice may
          {exchange: shop, key: a, topic: shop-router.instances} | 9:37: bindings[1].topic: shop-router.instances is a topic that Sluice writes itself, and only Sluice may
          {exchange: shop, key: "order.p*", topic: t} | 9:27: bindings[1].key: * (one word) and # (any number of words) stand alone between dots, such as "order.*.paid", not within "p*"
          {exchange: exact, key: "order.*", topic: t} | 9:28: bindings[1].key: "order.*" would match only a type that is spelt so: a direct exchange knows no * and no #; make the exchange type: topic
          {exchange: all, key: "#", topic: t}       | 9:26: bindings[1].key: has no meaning on a fanout exchange, whose bindings all match; leave it out, or make the exchange type: topic
          {exchange: shop, kee: a, topic: t}        | 9:22: bindings[1].kee: unknown key; did you mean key? (allowed: exchange, key, topic, to_exchange)
          {exchange: shop, key: [a], topic: t}      | 9:27: bindings[1].key: expected text, found a list
          shop                                      | 9:5: bindings[1]: expected keys and values, found "shop"
          """)
  void bindings(String binding, String mistake) throws IOException {
    assertThat(mistakes(NEEDED + "  - " + binding + "\n")).contains("routing.yaml:" + mistake);
  }

  /** Each replaces what is on its line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1 | router: "a b"      | 1:9: router: expected up to 180 letters, digits, '.', '_' and '-', found "a b"
          1 | threads: 1         | 1:1: router: is missing; give the router a name, such as shop-router
          2 | sources: []        | 2:10: sources: is missing; name at least one topic to read events from
          2 | sources: [a, a]    | 2:10: sources: names a twice
          3 | kafka: {}          | 3:1: kafka.bootstrap.servers: is missing; give an address such as 127.0.0.1:9092
          5 | entry: shpo        | 5:8: entry: no exchange "shpo"; did you mean shop? (there are: shop, all, exact)
          5 | threads: 0         | 5:10: threads: must be 1 or more, found 0
          5 | threads: 2         | 1:1: entry: is missing; name the exchange that events arrive at
          6 | exchanges: {shop: {type: topik}} | 6:26: exchanges.shop.type: expected direct, fanout or topic, found "topik"; did you mean topic?
          6 | exchanges: {shop: {}}            | 6:13: exchanges.shop.type: is missing; give direct, fanout or topic
          6 | exchanges: {shop: {type: topic, alternate: shop}} | 6:44: exchanges.shop.alternate: is the exchange itself; what matches nothing here needs another way out
          6 | exchanges: {shop: {type: topic, alternate: rest}} | 6:44: exchanges.shop.alternate: no exchange "rest" (there are: shop)
          6 | exchanges: {shop: {type: topic}, shop: {type: topic}} | 6:34: exchanges.shop: is there twice; the first is on line 6
          6 | exchanges: {}      | 6:12: exchanges: is missing; name at least one, such as shop: {type: topic}
          6 | exchanges: {shop: {type: headers}} | 6:26: exchanges.shop.type: expected direct, fanout or topic, found "headers"
          """)
  void otherKeys(int line, String text, String mistake) throws IOException {
    List<String> lines = new ArrayList<>(NEEDED.lines().toList());
    lines.set(line - 1, text);

    assertThat(mistakes(String.join("\n", lines))).contains("routing.yaml:" + mistake);
  }

  @Test
  void noBindings_areRefused() throws IOException {
    String text = NEEDED.substring(0, NEEDED.indexOf("bindings:"));

    assertThat(mistakes(text))
        .containsExactly(
            "routing.yaml:1:1: bindings: is missing; give at least one, such as - {exchange: shop,"
                + " key: \"#\", topic: shop.all}");
    assertThat(mistakes(text + "bindings: shop"))
        .contains("routing.yaml:7:11: bindings: expected a list, found \"shop\"");
  }

  @Test
  void everyMistake_isTold() throws IOException {
    assertThat(
            mistakes(
                NEEDED
                    + "  - {exchange: shp, key: a, topic: t}\n"
                    + "  - {exchange: shop, key: a, topic: a/b}\n"))
        .hasSize(2);
  }

  @Test
  void emptyFile_isTold() throws IOException {
    assertThat(mistakes(""))
        .containsExactly(
            "routing.yaml: is empty; it needs at least router, sources, entry, exchanges and"
                + " bindings");
  }

  private List<String> mistakes(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("routing.yaml"), text);
    ConfigException thrown =
        catchThrowableOfType(ConfigException.class, () -> RouterConfig.load(file, Map.of()));
    return thrown == null
        ? List.of()
        : thrown.mistakes().stream().map(it -> it.replace(folder + "/", "")).toList();
  }
}
