package io.sluice.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.processor.handler.SettingException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * Counts GitHub's webhook deliveries by event type and repository. An event that is delivered again
 * counts once. Shows a handler for a pattern of types, {@code github.#}, that takes JSON as it is.
 *
 * <p>Settings: {@code jdbc_url} of an H2 database, file or memory; {@code csv}, the file in which
 * the tally is kept; {@code csv_every}, how often it is written at most (default 1s). Thread-safe.
 */
public final class GithubTallyHandler implements EventHandler<JsonNode> {
  private final GithubTally tally;
  private final TallyFile file;

  GithubTallyHandler(GithubTally tally, TallyFile file) {
    this.tally = tally;
    this.file = file;
  }

  @Override
  public void handle(JsonNode data, EventContext context) throws Exception {
    if (tally.count(context.idempotencyKey(), context.type(), repository(data))) {
      file.tallyChanged();
    }
  }

  /** Deliveries about an organisation or an installation name no repository. */
  private static String repository(JsonNode data) {
    String organisation = data.path("organization").path("login").asText("(none)");
    return data.path("repository").path("full_name").asText(organisation);
  }

  @Override
  public void close() throws InterruptedException {
    file.close();
    tally.close();
  }

  /** Makes the handler {@code github_tally}. */
  public static final class Provider implements HandlerProvider<JsonNode> {
    @Override
    public String name() {
      return "github_tally";
    }

    @Override
    public Class<JsonNode> dataType() {
      return JsonNode.class;
    }

    @Override
    public EventHandler<JsonNode> create(HandlerSettings settings) {
      String url = settings.string("jdbc_url");
      Path csv = settings.path("csv");
      Duration interval = settings.duration("csv_every", Duration.ofSeconds(1));
      if (interval.toMillis() < 1) {
        throw new SettingException("csv_every", "expected at least 1ms");
      }
      try {
        GithubTally tally = GithubTally.open(url);
        var timer =
            Executors.newSingleThreadScheduledExecutor(
                work -> {
                  Thread thread = new Thread(work, "github-tally-csv");
                  thread.setDaemon(true);
                  return thread;
                });
        return new GithubTallyHandler(tally, new TallyFile(tally, csv, timer).start(interval));
      } catch (SQLException e) {
        throw new SettingException("jdbc_url", "cannot open " + url + ": " + e.getMessage());
      }
    }
  }
}
