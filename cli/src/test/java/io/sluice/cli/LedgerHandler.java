package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;
import io.sluice.processor.handler.StepOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;

/** Writes a line for each run: the event's id, and what it was given of the steps before it. */
final class LedgerHandler implements EventHandler<JsonNode> {
  private final Path ledger;

  private LedgerHandler(Path ledger) {
    this.ledger = ledger;
  }

  @Override
  public void handle(JsonNode data, EventContext context) throws Exception {
    String given =
        context.previous().all().stream().map(LedgerHandler::told).collect(Collectors.joining(","));
    Files.writeString(
        ledger,
        context.id() + " " + given + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static String told(StepOutcome outcome) {
    return outcome.hasResult() ? String.valueOf(outcome.json()) : outcome.outcome();
  }

  /** Found by name in the child process. */
  public static final class Provider implements HandlerProvider<JsonNode> {
    @Override
    public String name() {
      return "ledger";
    }

    @Override
    public Class<JsonNode> dataType() {
      return JsonNode.class;
    }

    @Override
    public EventHandler<JsonNode> create(HandlerSettings settings) {
      return new LedgerHandler(settings.path("ledger"));
    }
  }
}
