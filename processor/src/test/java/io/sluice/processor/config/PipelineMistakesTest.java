package io.sluice.processor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads who made a mistake in pipeline.yaml, word for word. */
final class PipelineMistakesTest {
  @TempDir Path folder;
  private PipelineFile file = new PipelineFile(Path.of("."));

  @BeforeEach
  void useFolder() {
    file = new PipelineFile(folder);
  }

  /** Each is one line added as line 5. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          retry: {max_atempts: 3}            | 5:9: retry.max_atempts: unknown key; did you mean max_attempts? (allowed: max_attempts, backoff, timeout, retry_on, dead_letter_on, discard_on, stack_trace_bytes)
          retry: {maxAttempts: 3}            | 5:9: retry.maxAttempts: unknown key; did you mean max_attempts? (allowed: max_attempts, backoff, timeout, retry_on, dead_letter_on, discard_on, stack_trace_bytes)
          dedupe: {colour: red}              | 5:10: dedupe.colour: unknown key (allowed: enabled, window)
          htpp: {port: 1}                    | 5:1: htpp: unknown key; did you mean http? (allowed: pipeline, sources, publish_to, serde, kafka, schema_registry, threads, state_dir, shutdown_grace, guarantee, dispatch, concurrency, max_in_flight, max_in_flight_bytes, time_limit, stuck_after, ordering, on_dead_letter, max_parked_per_key, on_parked_full, http, topics, dedupe, status, retry, workflows, routing, dependencies, handlers)
          retry: {backoff: {delay: fast}}    | 5:26: retry.backoff.delay: expected a duration such as 200ms, 1s, 5m, 24h, found "fast"
          dedupe: {window: 24}               | 5:18: dedupe.window: expected a duration such as 200ms, 1s, 5m, 24h, found "24"
          dedupe: {window: [1h]}             | 5:18: dedupe.window: expected a duration such as 200ms, 1s, 5m, 24h, found a list
          retry: {timeout: soon}             | 5:18: retry.timeout: expected a duration such as 200ms, 1s, 5m, 24h, found "soon"
          threads: two                       | 5:10: threads: expected a whole number, found "two"
          threads: 1.5                       | 5:10: threads: expected a whole number, found "1.5"
          threads:                           | 5:9: threads: expected a whole number, found nothing
          threads: 0                         | 5:10: threads: must be 1 or more, found 0
          http: 9400                         | 5:7: http: expected keys and values, found "9400"
          http: {port: 70000}                | 5:14: http.port: must be between 0 and 65535, found 70000
          http: {host: ""}                   | 5:14: http.host: must not be empty; 127.0.0.1 is this machine only
          serde: conflent                    | 5:8: serde: expected sluice, confluent or "<serializer class>,<deserializer class>", found "conflent"; did you mean confluent?
          topics: {replication_factor: 0}    | 5:30: topics.replication_factor: must be 1 or more, or -1 for the broker's default, found 0
          topics: {replication_factor: 99999} | 5:30: topics.replication_factor: expected a whole number up to 32767, found "99999"
          topics: {status_retention: 0s}     | 5:28: topics.status_retention: must be longer than 0, found 0s
          dedupe: {window: 40000d}           | 5:18: dedupe.window: must not be longer than 36500d
          retry: {max_attempts: 0}           | 5:23: retry.max_attempts: must be 1 or more, found 0
          retry: {backoff: {multiplier: x}}  | 5:31: retry.backoff.multiplier: expected a number such as 2 or 0.5, found "x"
          retry: {backoff: {multiplier: 0.5}} | 5:31: retry.backoff.multiplier: must be between 1 and 1000, found 0.5
          retry: {backoff: {jitter: 2}}      | 5:27: retry.backoff.jitter: must be between 0 and 1, found 2.0
          retry: {backoff: {delay: 20m}}     | 5:9: retry.backoff.max_delay: 10m is shorter than delay, 20m
          retry: {backoff: {jitter: half}}   | 5:27: retry.backoff.jitter: expected none, equal, full or a number from 0 to 1, found "half"
          retry: {backoff: {delays: []}}     | 5:27: retry.backoff.delays: is empty; name at least one wait, such as [1s, 5s]
          retry: {backoff: {delays: [1s, 5]}} | 5:32: retry.backoff.delays: expected a list of durations such as [1s, 5s, 1m], found "5"
          retry: {backoff: {delays: [40000d]}} | 5:27: retry.backoff.delays: must not be longer than 36500d
          retry: {backoff: {delays: [1s], delay: 1s}} | 5:27: retry.backoff.delays: is every wait already; leave out delay and multiplier, or delays
          retry: {backoff: {delays: [1s], multiplier: 2}} | 5:27: retry.backoff.delays: is every wait already; leave out delay and multiplier, or delays
          retry: {backoff: {delais: [1s]}}   | 5:19: retry.backoff.delais: unknown key; did you mean delays? (allowed: delay, multiplier, delays, max_delay, jitter)
          retry: {stack_trace_bytes: 1MiB}   | 5:28: retry.stack_trace_bytes: must be between 0 and 65536, found 1048576
          retry: {stack_trace_bytes: all}    | 5:28: retry.stack_trace_bytes: expected a size such as 65536 (bytes), 64KiB, 64MiB; the units are KiB, MiB, GiB, kB, MB, GB, found "all"
          handlers: {a.b: {handler: x, retry: {stack_trace_bytes: 0}}} | 5:57: handlers["a.b"].retry.stack_trace_bytes: is one for the whole pipeline; set retry.stack_trace_bytes
          retry: {retry_on: {a: b}}          | 5:19: retry.retry_on: expected a list of names such as [a, b], found keys and values
          publish_to: a/b                    | 5:13: publish_to: expected a topic's name (letters, digits, '.', '_' and '-'), found "a/b"
          publish_to: shop.retry             | 5:13: publish_to: shop.retry is a topic that the pipeline keeps for itself
          publish_to: shop.workflow          | 5:13: publish_to: shop.workflow is a topic that the pipeline keeps for itself
          publish_to: shop.instances         | 5:13: publish_to: shop.instances is a topic that the pipeline keeps for itself
          guarantee: exactly_onse            | 5:12: guarantee: expected exactly_once or at_least_once, found "exactly_onse"; did you mean exactly_once?
          guarantee: at-least-once           | 5:12: guarantee: expected exactly_once or at_least_once, found "at-least-once"; did you mean at_least_once?
          guarantee: [exactly_once]          | 5:12: guarantee: expected exactly_once or at_least_once, found a list
          guarantee: at_least_once           | 5:12: guarantee: at_least_once cannot go with dedupe, which would lose events: after a crash an id may be remembered while the offset is not, so that the event is read again and dropped as a duplicate; set dedupe: {enabled: false}, or guarantee: exactly_once
          dispatch: threads                  | 5:11: dispatch: expected async or inline, found "threads"
          concurrency: 0                     | 5:14: concurrency: must be 1 or more, found 0
          max_in_flight: 0                   | 5:16: max_in_flight: must be 1 or more, found 0
          max_in_flight_bytes: 0             | 5:22: max_in_flight_bytes: must be 1 or more, found 0
          max_in_flight_bytes: 64 MB/s       | 5:22: max_in_flight_bytes: expected a size such as 65536 (bytes), 64KiB, 64MiB; the units are KiB, MiB, GiB, kB, MB, GB, found "64 MB/s"
          time_limit: 0s                     | 5:13: time_limit: must be longer than 0, found 0s
          time_limit: 30                     | 5:13: time_limit: expected a duration such as 200ms, 1s, 5m, 24h, found "30"
          ordering: keys                     | 5:11: ordering: expected key or none, found "keys"; did you mean key?
          on_dead_letter: dead_letter        | 5:17: on_dead_letter: expected release, hold or dead-letter, found "dead_letter"; did you mean dead-letter?
          max_parked_per_key: 0              | 5:21: max_parked_per_key: must be 1 or more, found 0
          on_parked_full: hold               | 5:17: on_parked_full: expected dead-letter or hold-back, found "hold"
          on_parked_ful: hold-back           | 5:1: on_parked_ful: unknown key; did you mean on_parked_full? (allowed: pipeline, sources, publish_to, serde, kafka, schema_registry, threads, state_dir, shutdown_grace, guarantee, dispatch, concurrency, max_in_flight, max_in_flight_bytes, time_limit, stuck_after, ordering, on_dead_letter, max_parked_per_key, on_parked_full, http, topics, dedupe, status, retry, workflows, routing, dependencies, handlers)
          dedupe: {enabled: yes}             | 5:19: dedupe.enabled: expected true or false, found "yes"
          status: false                      | 5:9: status: expected keys and values, found "false"
          status: {enable: false}            | 5:10: status.enable: unknown key; did you mean enabled? (allowed: enabled)
          handlers: {a.b: {handler: x, concurrency: 0}} | 5:43: handlers["a.b"].concurrency: must be 1 or more, found 0
          handlers: {a.b: {handler: x, time_limit: soon}} | 5:42: handlers["a.b"].time_limit: expected a duration such as 200ms, 1s, 5m, 24h, found "soon"
          handlers: [a]                      | 5:11: handlers: expected keys and values, found a list
          handlers: {a.b: {}}                | 5:12: handlers["a.b"].handler: is missing; give a handler's name or its class name
          handlers: {a.b: {handlr: x, handler: y}} | 5:18: handlers["a.b"].handlr: unknown key; did you mean handler? (allowed: handler, config, retry, concurrency, time_limit, rate_limit, rate_limit_per_key, circuit_breaker, dependency, pause_on_alike_failures)
          handlers: {a.b: {handler: x, retry: {max_attempts: no}}} | 5:52: handlers["a.b"].retry.max_attempts: expected a whole number, found "no"
          handlers: {a.b: {handler: x, config: {port: }}} | 5:44: handlers["a.b"].config.port: expected a value, found nothing
          handlers: {a.b: {handler: x, rate_limit: -1/s}} | 5:42: handlers["a.b"].rate_limit: expected a rate such as 100/s, 600/m, 20/h (a whole number above 0, and s, m or h), found "-1/s"
          handlers: {a.b: {handler: x, rate_limit: 0/s}} | 5:42: handlers["a.b"].rate_limit: expected a rate such as 100/s, 600/m, 20/h (a whole number above 0, and s, m or h), found "0/s"
          handlers: {a.b: {handler: x, rate_limit: 100}} | 5:42: handlers["a.b"].rate_limit: expected a rate such as 100/s, 600/m, 20/h (a whole number above 0, and s, m or h), found "100"
          handlers: {a.b: {handler: x, rate_limit_per_key: 5/d}} | 5:50: handlers["a.b"].rate_limit_per_key: expected a rate such as 100/s, 600/m, 20/h (a whole number above 0, and s, m or h), found "5/d"
          handlers: {a.b: {handler: x, circuit_breaker: {failure_rate: 0}}} | 5:62: handlers["a.b"].circuit_breaker.failure_rate: must be above 0 and at most 1, such as 0.5, found 0.0
          handlers: {a.b: {handler: x, circuit_breaker: {failure_rate: 1.5}}} | 5:62: handlers["a.b"].circuit_breaker.failure_rate: must be above 0 and at most 1, such as 0.5, found 1.5
          handlers: {a.b: {handler: x, circuit_breaker: {slow_call_rate: 2}}} | 5:64: handlers["a.b"].circuit_breaker.slow_call_rate: must be above 0 and at most 1, such as 0.5, found 2.0
          handlers: {a.b: {handler: x, circuit_breaker: {window: 0}}} | 5:56: handlers["a.b"].circuit_breaker.window: must be 1 or more, found 0
          handlers: {a.b: {handler: x, circuit_breaker: {window: 0s}}} | 5:56: handlers["a.b"].circuit_breaker.window: must be longer than 0, found 0s
          handlers: {a.b: {handler: x, circuit_breaker: {wait: 0s}}} | 5:54: handlers["a.b"].circuit_breaker.wait: must be longer than 0, found 0s
          handlers: {a.b: {handler: x, circuit_breaker: {half_open_calls: 0}}} | 5:65: handlers["a.b"].circuit_breaker.half_open_calls: must be 1 or more, found 0
          handlers: {a.b: {handler: x, circuit_breaker: {slow_call_rate: 0.8}}} | 5:64: handlers["a.b"].circuit_breaker.slow_call_rate: says nothing without slow_call; add slow_call: 5s, or leave it out
          handlers: {a.b: {handler: x, circuit_breaker: {window: 10, minimum_calls: 20}}} | 5:75: handlers["a.b"].circuit_breaker.minimum_calls: must be at most the window of 10 attempts, found 20
          handlers: {a.b: {handler: x, circuit_breaker: {failure_rte: 0.5}}} | 5:48: handlers["a.b"].circuit_breaker.failure_rte: unknown key; did you mean failure_rate? (allowed: failure_rate, slow_call, slow_call_rate, window, minimum_calls, wait, half_open_calls)
          handlers: {a.b: {handler: x, circuit_breaker: on}} | 5:47: handlers["a.b"].circuit_breaker: expected keys and values, found "on"
          handlers: {a.b: {handler: x, pause_on_alike_failures: {share: 0}}} | 5:63: handlers["a.b"].pause_on_alike_failures.share: must be above 0 and at most 1, such as 0.5, found 0.0
          handlers: {a.b: {handler: x, pause_on_alike_failures: {failures: 0}}} | 5:66: handlers["a.b"].pause_on_alike_failures.failures: must be 1 or more, found 0
          handlers: {a.b: {handler: x, dependency: smtp}} | 5:42: handlers["a.b"].dependency: no dependency smtp; add it under dependencies:
          dependencies: {smtp: {rate_limit: -1/s}} | 5:35: dependencies.smtp.rate_limit: expected a rate such as 100/s, 600/m, 20/h (a whole number above 0, and s, m or h), found "-1/s"
          dependencies: {smtp: {circuit_braker: {}}} | 5:23: dependencies.smtp.circuit_braker: unknown key; did you mean circuit_breaker? (allowed: rate_limit, circuit_breaker)
          serde: ${SERDE}                    | 5:8: serde: environment variable SERDE is not set; set it, or give a default: ${SERDE:-…}
          serde: "${SERDE"                   | 5:8: serde: expected ${NAME} or ${NAME:-default} (or $${ for a plain ${), found "${SERDE"
          pipeline: again                    | 5:1: pipeline: is there twice; the first is on line 1
          """)
  void mistake_isToldWithItsPlace(String added, String told) {
    assertThat(file.mistakesWith(added + "\n")).containsExactly("pipeline.yaml:" + told);
  }

  @Test
  void aDependencyWithTheNameOfAHandler_isRefused() {
    assertThat(file.mistakesWith("dependencies: {a.b: {}}\nhandlers: {a.b: {handler: x}}\n"))
        .containsExactly(
            "pipeline.yaml:5:21: dependencies.a.b: is the name of a handler too; a breaker is"
                + " known by its name, so choose another");
  }

  @Test
  void wildcardInsideAWord_isRefusedAsType() {
    assertThat(file.mistakesWith("handlers:\n  \"a.b*\": {handler: x}\n"))
        .singleElement()
        .asString()
        .startsWith("pipeline.yaml:6:3: handlers[\"a.b*\"].type: ")
        .contains("must stand alone");
  }

  @Test
  void needed_isMissed() {
    assertThat(file.mistakesOf("threads: 2\n", Map.of()))
        .containsExactly(
            "pipeline.yaml:1:1: pipeline: is missing; give the pipeline a name, such as shop",
            "pipeline.yaml:1:1: sources: is missing; name at least one topic to read events from",
            "pipeline.yaml:1:1: kafka.bootstrap.servers: is missing; give an address such as"
                + " 127.0.0.1:9092",
            "pipeline.yaml:1:1: schema_registry.schema.registry.url: is missing; give an address"
                + " such as http://127.0.0.1:8081/apis/ccompat/v7");
  }

  @Test
  void misspeltAddress_isNamed() {
    String text = PipelineFile.NEEDED.replace("bootstrap.servers", "bootstrap.server");

    assertThat(file.mistakesOf(text, Map.of()))
        .containsExactly(
            "pipeline.yaml:3:1: kafka.bootstrap.servers: is missing; give an address such as"
                + " 127.0.0.1:9092; found bootstrap.server instead");
  }

  @Test
  void allMistakes_areToldAtOnceInTheOrderOfTheFile() {
    List<String> told =
        file.mistakesOf(
            """
            pipeline: my shop
            sources: [a, a, shop events]
            kafka: {bootstrap.servers: "b:1", application.id: x, group: {id: y}}
            schema_registry: {schema.registry.url: "r", sluice.serde: x}
            threads: zero
            retry:
              max_attempts: 0
              timeout: 0s
              backoff: {jitter: 2, multiplier: 0}
            handlers:
              one: {handler: h, retry: {max_attempts: -1}}
              one: {handler: h}
            """,
            Map.of());

    assertThat(told)
        .containsExactly(
            "pipeline.yaml:1:11: pipeline: expected up to 180 letters, digits, '.', '_' and '-',"
                + " found \"my shop\"",
            "pipeline.yaml:2:10: sources: names a twice",
            "pipeline.yaml:2:10: sources: expected a topic's name (letters, digits, '.', '_' and"
                + " '-'), found \"shop events\"",
            "pipeline.yaml:3:51: kafka.application.id: is set by Sluice and cannot be changed here:"
                + " it is the pipeline's name; set pipeline:",
            "pipeline.yaml:3:61: kafka.group: expected one value; write dotted keys, such as"
                + " group.name",
            "pipeline.yaml:4:59: schema_registry.sluice.serde: is set by Sluice and cannot be"
                + " changed here: set serde:",
            "pipeline.yaml:5:10: threads: expected a whole number, found \"zero\"",
            "pipeline.yaml:7:17: retry.max_attempts: must be 1 or more, found 0",
            "pipeline.yaml:8:12: retry.timeout: must be longer than 0, found 0s",
            "pipeline.yaml:9:21: retry.backoff.jitter: must be between 0 and 1, found 2.0",
            "pipeline.yaml:9:36: retry.backoff.multiplier: must be between 1 and 1000, found 0.0",
            "pipeline.yaml:11:43: handlers[\"one\"].retry.max_attempts: must be 1 or more, found"
                + " -1",
            "pipeline.yaml:12:3: handlers[\"one\"]: is there twice; the first is on line 11");
  }

  @ParameterizedTest
  @CsvSource({
    "processing.guarantee",
    "application.id",
    "enable.auto.commit",
    "main.consumer.isolation.level",
    "consumer.group.id",
    "producer.acks",
    "producer.partitioner.class",
    "max.task.idle.ms",
    "errors.dead.letter.queue.topic.name",
    "num.stream.threads",
    "state.dir"
  })
  void kafkaSettingThatAPromiseHangsOn_isRefusedWithTheReason(String key) {
    String text = PipelineFile.NEEDED.replace("kafka: {", "kafka: {" + key + ": x, ");

    assertThat(file.mistakesOf(text, Map.of()))
        .singleElement()
        .asString()
        .startsWith("pipeline.yaml:3:")
        .contains("kafka." + key + ": is set by Sluice and cannot be changed here: ");
  }

  @Test
  void syntaxError_isToldWithLineAndColumn() {
    assertThat(file.mistakesWith("retry: {max_attempts: 3\nthreads: 1\n"))
        .containsExactly(
            "pipeline.yaml:6:8: not valid YAML: expected ',' or '}', but got : while parsing a"
                + " flow mapping");
    assertThat(file.mistakesWith("http:\n\tport: 1\n"))
        .singleElement()
        .asString()
        .startsWith("pipeline.yaml:6:1: not valid YAML: found character '\\t(TAB)'");
    assertThat(file.mistakesWith("serde: *none\n"))
        .singleElement()
        .asString()
        .startsWith("pipeline.yaml:5:8: not valid YAML: found undefined alias none");
    assertThat(file.mistakesWith("serde: a\u0000b\n"))
        .containsExactly("pipeline.yaml:5: holds the character U+0000, which YAML forbids");
  }

  @Test
  void valueThatHoldsItself_isRefused() {
    assertThat(file.mistakesWith("handlers: {a: {handler: h, config: {b: &x [*x]}}}\n"))
        .containsExactly("pipeline.yaml:5:40: handlers[\"a\"].config.b: holds itself");
  }

  @Test
  void fileThatIsNoConfiguration_isToldAsWhatItIs() throws IOException {
    assertThat(file.mistakesOf("# nothing yet\n", Map.of()))
        .containsExactly(
            "pipeline.yaml: is empty; it needs at least pipeline, sources, kafka and"
                + " schema_registry");
    assertThat(file.mistakesOf("- a\n- b\n", Map.of()))
        .containsExactly("pipeline.yaml:1:1: expected keys and values, found a list");
    assertThat(file.mistakesIn(folder.resolve("absent.yaml"), Map.of()))
        .containsExactly("absent.yaml: no such file");
    Path directory = Files.createDirectory(folder.resolve("conf.d"));
    assertThat(file.mistakesIn(directory, Map.of()))
        .containsExactly("conf.d: is a folder; name the file in it");
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xE9, '\n'});
    assertThat(file.mistakesIn(latin, Map.of())).containsExactly("latin.yaml: is not UTF-8 text");
  }
}
