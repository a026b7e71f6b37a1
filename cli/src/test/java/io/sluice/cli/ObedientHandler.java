package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import io.sluice.processor.handler.HandlerProvider;
import io.sluice.processor.handler.HandlerSettings;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Does what the payload's field {@code do} says: succeed, fail, or block until interrupted. */
final class ObedientHandler implements EventHandler<JsonNode> {
  private ObedientHandler() {}

  @Override
  public void handle(JsonNode data, EventContext context) throws Exception {
    switch (data.path("do").asText()) {
      case "fail" -> throw new IOException("told to fail");
      case "block" -> new CountDownLatch(1).await();
      default -> {
        // It succeeds.
      }
    }
  }

  /** Found by name in the child process. */
  public static final class Provider implements HandlerProvider<JsonNode> {
    @Override
    public String name() {
      return "obedient";
    }

    @Override
    public Class<JsonNode> dataType() {
      return JsonNode.class;
    }

    @Override
    public EventHandler<JsonNode> create(HandlerSettings settings) {
      return new ObedientHandler();
    }
  }
}
