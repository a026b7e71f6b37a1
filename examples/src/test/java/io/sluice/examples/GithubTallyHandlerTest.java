package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GithubTallyHandlerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private EventHandler<JsonNode> handler = (data, context) -> {};

  @BeforeEach
  void openHandler() {
    handler = newHandler("1h");
  }

  @AfterEach
  void closeHandler() throws Exception {
    handler.close();
  }

  @Test
  void deliveries_areCountedByTypeAndRepository() throws Exception {
    deliverSome();

    try (GithubTally tally = GithubTally.open(url())) {
      assertThat(tally.lines())
          .containsExactly(
              new GithubTally.Line("github.installation.created", "(none)", 1),
              new GithubTally.Line("github.issues.opened", "octo/hello", 2),
              new GithubTally.Line("github.issues.opened", "octo/world", 1),
              new GithubTally.Line("github.team.created", "Octocoders", 2));
      assertThat(tally.toJson().get(1))
          .hasToString(
              "{\"type\":\"github.issues.opened\",\"repository\":\"octo/hello\",\"count\":2}");
    }
  }

  @Test
  void deliveredAgain_countsOnce_alsoAfterARestart() throws Exception {
    deliverSome();
    deliverSome();
    handler.close();
    handler = newHandler("1h");
    deliverSome();

    try (GithubTally tally = GithubTally.open(url())) {
      assertThat(tally.lines()).extracting(GithubTally.Line::count).containsExactly(1L, 2L, 1L, 2L);
    }
  }

  @Test
  void close_leavesTheWholeTallyInTheCsvFile() throws Exception {
    deliverSome();
    handler.close();

    assertThat(csv())
        .hasContent(
            """
            type,repository,count
            github.installation.created,(none),1
            github.issues.opened,octo/hello,2
            github.issues.opened,octo/world,1
            github.team.created,Octocoders,2
            """);
  }

  @Test
  void csvFile_followsWhileTheHandlerIsOpen() throws Exception {
    handler.close();
    handler = newHandler("20ms");
    deliverSome();

    await().untilAsserted(() -> assertThat(csv()).content().contains("github.team.created"));
    deliver("late", "github.push", "{\"repository\":{\"full_name\":\"octo/late\"}}");
    await().untilAsserted(() -> assertThat(csv()).content().contains("github.push,octo/late,1"));
  }

  private void deliverSome() throws Exception {
    deliver("a", "github.issues.opened", "{\"repository\":{\"full_name\":\"octo/hello\"}}");
    deliver("b", "github.issues.opened", "{\"repository\":{\"full_name\":\"octo/hello\"}}");
    deliver("c", "github.issues.opened", "{\"repository\":{\"full_name\":\"octo/world\"}}");
    deliver("d", "github.team.created", "{\"organization\":{\"login\":\"Octocoders\"}}");
    deliver(
        "e",
        "github.team.created",
        "{\"repository\":null,\"organization\":{\"login\":\"Octocoders\"}}");
    deliver("f", "github.installation.created", "{\"action\":\"created\"}");
  }

  private void deliver(String id, String type, String data) throws Exception {
    handler.handle(JSON.readTree(data), FakeContext.of(id, type));
  }

  private EventHandler<JsonNode> newHandler(String csvEvery) {
    return new GithubTallyHandler.Provider()
        .create(
            HandlerSettings.of(
                Map.of("jdbc_url", url(), "csv", csv().toString(), "csv_every", csvEvery)));
  }

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("github");
  }

  private Path csv() {
    return folder.resolve("out").resolve("tally.csv");
  }
}
