package io.sluice.examples;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.processor.handler.EventContext;
import io.sluice.processor.handler.EventHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The smallest handler that does something; {@link HelloPipeline} runs it. */
public final class HelloHandler implements EventHandler<JsonNode> {
  private static final Logger LOG = LoggerFactory.getLogger(HelloHandler.class);

  /** Greets the name in {@code {"name":"Alice"}}; fails, and so is retried, when there is none. */
  @Override
  public void handle(JsonNode data, EventContext context) {
    String name = data.path("name").asText();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("there is nobody to greet: name is missing");
    }
    LOG.info("Hello {}! (event {}, attempt {})", name, context.id(), context.attempt());
  }
}
