package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern BROKER = Pattern.compile("Kafka +(\\S+)\n");
  private static final Pattern REGISTRY = Pattern.compile("schema registry +(\\S+)\n");
  private static final String[] ON_FREE_PORTS = {
    "up",
    "--kafka-port",
    "0",
    "--registry-port",
    "0",
    "--http-port",
    "0",
    "--smtp-port",
    "0",
    "--data-dir",
    "data"
  };

  @TempDir Path folder;

  @Test
  void secondStart_stillKnowsWhatTheFirstHasSeen() throws Exception {
    try (ChildSluice up = ChildSluice.start(folder, ON_FREE_PORTS)) {
      awaitUp(up);
      publishMail(up);
      await().atMost(PATIENCE).until(() -> event(up).path("status").asText().equals("succeeded"));
      assertThat(event(up).path("duplicates").asInt()).isZero();
      assertThat(up.stop()).as(up.output()).isZero();
    }

    try (ChildSluice up = ChildSluice.start(folder, ON_FREE_PORTS)) {
      awaitUp(up);
      publishMail(up);
      await().atMost(PATIENCE).until(() -> event(up).path("duplicates").asInt() == 1);
      assertThat(event(up).path("status").asText()).isEqualTo("succeeded");
      assertThat(up.stop()).as(up.output()).isZero();
    }
  }

  private static void awaitUp(ChildSluice up) {
    await()
        .atMost(PATIENCE)
        .failFast("it ended", () -> !up.isAlive())
        .until(() -> up.output().contains("Ctrl-C stops it."));
    assertThat(up.output()).contains("./sluice publish", "./sluice event", "./sluice dlq list");
  }

  private static void publishMail(ChildSluice up) {
    CommandRun run =
        CommandRun.of(
            "publish",
            "--type",
            "user.welcome_email",
            "--key",
            "usr_456",
            "--id",
            "mail-1",
            "--data",
            "{\"user_id\":\"usr_456\",\"email\":\"alice@example.com\"}",
            "--bootstrap-server",
            found(BROKER, up),
            "--schema-registry",
            found(REGISTRY, up));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private static JsonNode event(ChildSluice up) throws JsonProcessingException {
    CommandRun run =
        CommandRun.of(
            "event",
            "mail-1",
            "--json",
            "--bootstrap-server",
            found(BROKER, up),
            "--schema-registry",
            found(REGISTRY, up));
    // Before its first status an event is not known.
    return new ObjectMapper().readTree(run.exitCode() == 0 ? run.out() : "{}");
  }

  private static String found(Pattern pattern, ChildSluice up) {
    Matcher matcher = pattern.matcher(up.output());
    assertThat(matcher.find()).as(up.output()).isTrue();
    return matcher.group(1);
  }
}
